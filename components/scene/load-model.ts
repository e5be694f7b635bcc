/** From a model's bytes to what three draws: its things, its movement, and where it is. */
import {
  AnimationMixer,
  Box3,
  type BufferGeometry,
  type Material,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
  Sphere,
  Texture,
  TextureLoader,
  Vector3,
} from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { cameraAt, type ModelFacts } from "#lib/domain/scene-model.ts";

export interface LoadedModel {
  root: Object3D;
  /** Where its things are, without a sky or a floor that is many times larger than they. */
  bounds: Sphere;
  /** Moves everything to a frame. */
  pose: (frame: number) => void;
  /** The thing that moves as the camera of that frame does; undefined where the scene has none. */
  cameraNode: (frame: number) => Object3D | undefined;
  dispose: () => void;
}

/** Larger than this many times the middle one: a sky, a floor, a backdrop. */
const BACKDROP = 25;

function boundsOf(meshes: readonly Mesh[]): Sphere {
  const balls = meshes
    .map((mesh) => new Box3().setFromObject(mesh))
    .map((box) => ({ box, size: box.getSize(new Vector3()).length() }));
  const middle = balls.map(({ size }) => size).sort((a, b) => a - b)[balls.length >> 1] ?? 1;
  const all = new Box3();
  for (const { box, size } of balls) if (size <= BACKDROP * middle) all.union(box);
  const bounds = all.getBoundingSphere(new Sphere());
  if (!(bounds.radius > 0)) bounds.set(new Vector3(), 1);
  return bounds;
}

/** Polished metal mirrors what is around it, and here is nothing. */
function calm(material: Material): void {
  if (material instanceof MeshStandardMaterial) material.metalness = Math.min(material.metalness, 0.25);
}

const materialsOf = (mesh: Mesh): Material[] =>
  Array.isArray(mesh.material) ? mesh.material : [mesh.material];

/** Errors: what is no glTF. */
export async function loadModel(bytes: ArrayBuffer, facts: ModelFacts): Promise<LoadedModel> {
  const loader = new GLTFLoader();
  loader.register((parser) => {
    // Its own loader would fetch blob addresses, which the page's policy does not allow; an image may have them.
    parser.textureLoader = new TextureLoader(parser.options.manager);
    return { name: "pictures-as-images" };
  });
  const { scene: root, animations } = await loader.parseAsync(bytes, "");
  const meshes: Mesh[] = [];
  root.traverse((thing) => {
    if (thing instanceof Mesh) meshes.push(thing);
  });
  for (const mesh of meshes) {
    // What bends leaves the box that it was made with.
    mesh.frustumCulled = mesh.morphTargetInfluences === undefined;
    for (const material of materialsOf(mesh)) calm(material);
  }
  const mixer = new AnimationMixer(root);
  for (const clip of animations) {
    // A clip that ends begins again: its last frame would show its first.
    clip.duration += 3600;
    mixer.clipAction(clip).play();
  }
  const pose = (frame: number) => {
    mixer.setTime(Math.max(0, (frame - facts.frameStart) / facts.fps));
    root.updateMatrixWorld(true);
  };
  pose(facts.frameStart);
  return {
    root,
    bounds: boundsOf(meshes),
    pose,
    cameraNode(frame) {
      const camera = cameraAt(facts, frame);
      return camera === undefined ? undefined : root.getObjectByName(camera.node);
    },
    dispose() {
      mixer.stopAllAction();
      mixer.uncacheRoot(root);
      const geometries = new Set<BufferGeometry>(meshes.map((mesh) => mesh.geometry));
      const materials = new Set(meshes.flatMap(materialsOf));
      for (const geometry of geometries) geometry.dispose();
      for (const material of materials) {
        for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
        material.dispose();
      }
    },
  };
}
