/** The scenes of a file with the settings that they would be rendered with. */
import { BeyondLimits } from "./errors.ts";
import type { FileFacts } from "./file-facts.ts";
import { readGroup } from "./id-properties.ts";
import { formatName, isMovieFormat } from "./image-formats.ts";
import type { BlendReader } from "./reader.ts";
import { cyclesDenoises, cyclesSamples } from "./samples.ts";
import { camerasOf, markerCameras, sceneCamera } from "./scene-cameras.ts";
import { countStrips } from "./strips.ts";
import type { StructView } from "./struct-view.ts";
import type { BlendScene } from "./summary.ts";

/** Seven is the most that was seen. */
const MAX_SCENES = 1000;
/** Source: R_BORDER of RenderData.mode; R_DOSEQ and R_DOCOMP of RenderData.scemode; DNA_scene_types.h. */
const [BORDER, SEQUENCER, COMPOSITING] = [0x200, 0x01, 0x40] as const;
const PNG = 17;
/** ViewLayer.flag & VIEW_LAYER_RENDER; SceneRenderLayer.layflag & SCE_LAY_DISABLE. Source: DNA_layer_types.h. */
const [LAYER_RENDERS, LAYER_IS_OFF] = [0x01, 0x8000] as const;

export async function readScenes(reader: BlendReader, facts: FileFacts): Promise<BlendScene[]> {
  const scenes: BlendScene[] = [];
  if (reader.coded("SC").length > MAX_SCENES) throw new BeyondLimits("it has more scenes than anybody makes");
  const cameras = await camerasOf(reader);
  for (const block of reader.coded("SC")) {
    const scene = await reader.view(block);
    const isActive = block === facts.activeSceneBlock;
    scenes.push(await readScene(reader, scene, isActive, { ...facts, cameras: await cameras(scene) }));
  }
  return scenes;
}

async function readScene(
  reader: BlendReader,
  scene: StructView,
  isActive: boolean,
  { version, subversion, cameras }: FileFacts & { cameras: string[] },
): Promise<BlendScene> {
  // Since 5.0 the add-ons' settings are system properties; the others may hold a stale copy of the same group.
  const cycles =
    (await readGroup(reader, scene, "id.system_properties", "cycles")) ??
    (await readGroup(reader, scene, "id.properties", "cycles"));
  const engine = scene.text("r.engine") || "BLENDER_RENDER";
  const ofCycles = cyclesSamples(cycles, version, subversion);
  const ofCyclesDenoises = cyclesDenoises(cycles, version, subversion);
  const ofEevee = scene.number("eevee.taa_render_samples", null);
  const imtype = scene.number("r.im_format.imtype", null) ?? scene.number("r.imtype", PNG);
  const fps = scene.number("r.frs_sec", 25);
  const fpsBase = scene.number("r.frs_sec_base", 1) || 1;
  const scemode = scene.number("r.scemode", 0);
  const side = (name: string, fallback: number) => scene.number(`r.border.${name}`, fallback);
  return {
    name: idName(scene),
    isActive,
    frameStart: scene.number("r.sfra", 1),
    frameEnd: scene.number("r.efra", 250),
    frameStep: scene.number("r.frame_step", 1) || 1,
    fps,
    fpsBase,
    framesPerSecond: fps / fpsBase,
    width: scene.number("r.xsch", 0),
    height: scene.number("r.ysch", 0),
    percentage: scene.number("r.size", 100),
    engine,
    samples: engine === "CYCLES" ? ofCycles : engine.startsWith("BLENDER_EEVEE") ? ofEevee : null,
    cyclesSamples: ofCycles,
    eeveeSamples: ofEevee,
    usesDenoising: engine === "CYCLES" && ofCyclesDenoises,
    cyclesDenoises: ofCyclesDenoises,
    device: cycles?.get("device") === 1 ? "GPU" : "CPU",
    format: formatName(imtype),
    isMovieFormat: isMovieFormat(imtype),
    outputPath: scene.text("r.pic"),
    camera: await sceneCamera(reader, scene.pointer("camera")),
    markerCameras: await markerCameras(reader, scene),
    cameras,
    usesBorder: (scene.number("r.mode", 0) & BORDER) !== 0,
    border: { left: side("xmin", 0), right: side("xmax", 1), bottom: side("ymin", 0), top: side("ymax", 1) },
    usesSequencer: (scemode & SEQUENCER) !== 0,
    strips: countStrips(reader, scene.block),
    usesCompositing: (scemode & COMPOSITING) !== 0,
    usesNodes:
      scene.pointer("compositing_node_group") !== null ||
      (scene.pointer("nodetree") !== null && scene.number("use_nodes", 0) !== 0),
    viewLayers: await viewLayers(reader, scene),
  };
}

/** Without the two letters of its kind. */
export const idName = (id: StructView): string => id.text("id.name").slice(2);

async function viewLayers(reader: BlendReader, scene: StructView): Promise<BlendScene["viewLayers"]> {
  if (scene.has("view_layers.first"))
    return (await reader.list(scene, "view_layers")).map((layer) => ({
      name: layer.text("name"),
      isRendered: (layer.number("flag", LAYER_RENDERS) & LAYER_RENDERS) !== 0,
    }));
  return (await reader.list(scene, "r.layers")).map((layer) => ({
    name: layer.text("name"),
    isRendered: (layer.number("layflag", 0) & LAYER_IS_OFF) === 0,
  }));
}
