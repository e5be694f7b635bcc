/** A scene model on a canvas: through the scene's camera, or around it. Draws only when something changed. */
import {
  AmbientLight,
  BufferGeometry,
  Color,
  DirectionalLight,
  Float32BufferAttribute,
  GridHelper,
  HemisphereLight,
  LineBasicMaterial,
  LineSegments,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { cameraAt, type ModelFacts, viewAt } from "#lib/domain/scene-model.ts";
import { fitPicture, type Picture } from "./fit-picture.ts";
import { loadModel } from "./load-model.ts";

export type Look = "camera" | "orbit";

export interface Stage {
  show(frame: number): void;
  look(how: Look): void;
  /** By angles, in orbit. Units: radians. */
  turn(left: number, up: number): void;
  /** Above 1: nearer. */
  zoom(by: number): void;
  /** Back to where orbiting began. */
  reset(): void;
  /** Units: CSS pixels. */
  resize(width: number, height: number): void;
  /** Gives back all that the graphics card holds. */
  close(): void;
}

export interface StageOptions {
  facts: ModelFacts;
  /** Where in the canvas the picture is, in CSS pixels; null in orbit. */
  onPicture: (picture: Picture | null) => void;
  onLost: () => void;
  isCalm: boolean;
}

const MAX_PIXEL_RATIO = 2;
const GREY = new Color(0x808080);
const EMBER = new Color(0xe8662a);

/** The four edges of what the camera sees, and its picture's rim. */
function frustumLines() {
  const geometry = new BufferGeometry();
  const points = new Float32BufferAttribute(new Float32Array(8 * 2 * 3), 3);
  geometry.setAttribute("position", points);
  const lines = new LineSegments(geometry, new LineBasicMaterial({ color: EMBER }));
  lines.frustumCulled = false;
  lines.matrixAutoUpdate = false;
  return { lines, points };
}

/** Errors: the browser gives no WebGL; what is no model. */
export async function openStage(
  canvas: HTMLCanvasElement,
  bytes: ArrayBuffer,
  { facts, onPicture, onLost, isCalm }: StageOptions,
): Promise<Stage> {
  const model = await loadModel(bytes, facts);
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio));
  renderer.setClearAlpha(0);
  const { center, radius } = model.bounds;
  const scene = new Scene();
  const head = new DirectionalLight(0xffffff, 1.6);
  const grid = new GridHelper(radius * 4, 20, GREY, GREY);
  grid.position.set(center.x, 0, center.z);
  grid.material.transparent = true;
  grid.material.opacity = 0.3;
  const { lines, points } = frustumLines();
  scene.add(
    model.root,
    new HemisphereLight(0xffffff, 0x55504c, 1.6),
    new AmbientLight(0xffffff, 0.35),
    head,
    head.target,
    grid,
    lines,
  );

  const [near, far] = [radius / 500, radius * 60];
  const through = new PerspectiveCamera();
  through.matrixAutoUpdate = false;
  const orbit = new PerspectiveCamera(45, 1, near, far);
  const controls = new OrbitControls(orbit, canvas);
  controls.maxDistance = radius * 20;
  let how: Look = model.cameraNode(facts.frameStart) === undefined ? "orbit" : "camera";
  let frame = facts.frameStart;
  let size = { width: 1, height: 1 };
  let request = 0;

  const reset = () => {
    const node = model.cameraNode(frame);
    const from = new Vector3(1, 0.6, 1.2)
      .normalize()
      .multiplyScalar(radius * 2.4)
      .add(center);
    let target = center.clone();
    if (node !== undefined) {
      node.getWorldPosition(from);
      const ahead = new Vector3().setFromMatrixColumn(node.matrixWorld, 2).normalize().negate();
      const depth = center.clone().sub(from).dot(ahead);
      target = from.clone().addScaledVector(ahead, Math.max(depth, radius * 0.2));
    }
    // What still swings out from the last turn would carry it on.
    controls.enableDamping = false;
    controls.update();
    orbit.position.copy(from);
    controls.target.copy(target);
    controls.update();
    controls.enableDamping = !isCalm;
  };

  const follow = () => {
    const node = model.cameraNode(frame);
    const camera = cameraAt(facts, frame);
    lines.visible = how === "orbit" && node !== undefined;
    if (node === undefined || camera === undefined) return;
    const { left, right, bottom, top } = viewAt(camera, frame);
    through.matrix.copy(node.matrixWorld);
    through.matrixWorldNeedsUpdate = true;
    through.updateMatrixWorld(true);
    if (camera.isOrtho) through.projectionMatrix.makeOrthographic(left, right, top, bottom, near, far);
    else
      through.projectionMatrix.makePerspective(
        left * near,
        right * near,
        top * near,
        bottom * near,
        near,
        far,
      );
    through.projectionMatrixInverse.copy(through.projectionMatrix).invert();
    if (!lines.visible) return;
    const depth = camera.isOrtho ? 1 : radius * 0.35;
    const scale = camera.isOrtho ? 1 : depth;
    const rim = [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ].map(([x = 0, y = 0]) => [x * scale, y * scale, -depth]);
    const eye = (corner: number[]) => (camera.isOrtho ? [corner[0] ?? 0, corner[1] ?? 0, 0] : [0, 0, 0]);
    const edges = rim.flatMap((corner, i) => [
      ...eye(corner),
      ...corner,
      ...corner,
      ...(rim[(i + 1) % 4] ?? []),
    ]);
    points.copyArray(edges).needsUpdate = true;
    lines.matrix.copy(node.matrixWorld);
    lines.matrixWorldNeedsUpdate = true;
  };

  const draw = () => {
    request = 0;
    const isMoving = how === "orbit" && controls.update();
    follow();
    const camera = how === "camera" ? through : orbit;
    const picture = how === "camera" ? fitPicture(size, facts.aspect) : null;
    grid.visible = how === "orbit";
    // The light comes over the shoulder of whoever looks.
    camera.getWorldPosition(head.position);
    head.target.position.copy(camera.getWorldDirection(new Vector3()).add(head.position));
    const { x, y, width, height } = picture ?? { x: 0, y: 0, ...size };
    renderer.setScissorTest(false);
    renderer.clear();
    renderer.setViewport(x, y, width, height);
    renderer.setScissor(x, y, width, height);
    renderer.setScissorTest(true);
    renderer.render(scene, camera);
    if (isMoving) drawSoon();
  };
  const drawSoon = () => {
    if (request === 0) request = requestAnimationFrame(draw);
  };
  const look = (next: Look) => {
    how = model.cameraNode(frame) === undefined ? "orbit" : next;
    controls.enabled = how === "orbit";
    onPicture(how === "camera" ? fitPicture(size, facts.aspect) : null);
    drawSoon();
  };
  const lost = (event: Event) => {
    event.preventDefault();
    onLost();
  };
  canvas.addEventListener("webglcontextlost", lost);
  controls.addEventListener("change", drawSoon);
  reset();
  look(how);

  return {
    show(next) {
      frame = next;
      model.pose(frame);
      drawSoon();
    },
    look,
    turn(left, up) {
      controls.rotateLeft(left);
      controls.rotateUp(up);
      drawSoon();
    },
    zoom(by) {
      orbit.position.sub(controls.target).divideScalar(by).add(controls.target);
      drawSoon();
    },
    reset() {
      reset();
      drawSoon();
    },
    resize(width, height) {
      size = { width, height };
      orbit.aspect = width / Math.max(1, height);
      orbit.updateProjectionMatrix();
      renderer.setSize(width, height, false);
      look(how);
    },
    close() {
      cancelAnimationFrame(request);
      canvas.removeEventListener("webglcontextlost", lost);
      controls.dispose();
      model.dispose();
      grid.dispose();
      lines.geometry.dispose();
      lines.material.dispose();
      head.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
}
