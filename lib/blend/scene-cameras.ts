/** Which objects are cameras, and which scene has which. */
import { MAX_ITEMS } from "./budget.ts";
import { libraryOf } from "./linked.ts";
import type { Pointer } from "./pointer-map.ts";
import type { BlendReader } from "./reader.ts";
import type { StructView } from "./struct-view.ts";
import type { SceneCamera } from "./summary.ts";

/** OB_CAMERA of Object.type. Source: DNA_object_types.h. */
const CAMERA = 11;

export async function sceneCamera(reader: BlendReader, pointer: Pointer | null): Promise<SceneCamera | null> {
  const block = pointer === null ? null : reader.findId(pointer);
  if (block === null) return null;
  const view = await reader.view(block);
  const library = await libraryOf(reader, block);
  // A linked object is only a name here: its placeholder is a bare ID.
  const name = (view.has("id.name") ? view.text("id.name") : view.text("name")).slice(2);
  const type = view.number("type", null);
  return { name, library, isCamera: library !== null || type === null ? null : type === CAMERA };
}

export async function markerCameras(
  reader: BlendReader,
  scene: StructView,
): Promise<{ frame: number; camera: string }[]> {
  const bound: { frame: number; camera: string }[] = [];
  for (const marker of await reader.list(scene, "markers")) {
    const camera = await sceneCamera(reader, marker.pointer("camera"));
    if (camera !== null) bound.push({ frame: marker.number("frame", 0), camera: camera.name });
  }
  return bound.sort((a, b) => a.frame - b.frame);
}

/** Answers who lists a scene's camera objects by name. */
export async function camerasOf(reader: BlendReader): Promise<(scene: StructView) => Promise<string[]>> {
  const cameras = new Map<number, string>();
  // Where there is no camera there is no object of that type, and thousands of objects need not be looked at.
  if (reader.coded("CA").length > 0 || reader.coded("ID").length > 0)
    for (const block of reader.coded("OB")) {
      if (cameras.size >= MAX_ITEMS) break;
      const object = await reader.view(block);
      if (object.number("type", 0) === CAMERA) cameras.set(block, object.text("id.name").slice(2));
    }
  const all = [...cameras.values()];
  return async (scene) => {
    const inScene = reader.coded("SC").length < 2 ? null : await objectsOf(reader, scene);
    const names =
      inScene === null ? all : [...cameras].filter(([b]) => inScene.has(b)).map(([, name]) => name);
    const own = await sceneCamera(reader, scene.pointer("camera"));
    return [...new Set(own === null || own.isCamera === false ? names : [...names, own.name])].sort();
  };
}

/** Blocks of the objects in a scene: through its collections since 2.80, through its bases before. */
async function objectsOf(reader: BlendReader, scene: StructView): Promise<Set<number>> {
  const objects = new Set<number>();
  const put = (pointer: Pointer | null) => {
    const block = pointer === null ? null : reader.findId(pointer);
    if (block !== null) objects.add(block);
  };
  for (const base of await reader.list(scene, "base")) put(base.pointer("object"));
  const seen = new Set<number>();
  const first = await reader.follow(scene.pointer("master_collection"), scene.owner);
  const open = first === null ? [] : [first];
  for (let collection = open.pop(); collection !== undefined; collection = open.pop()) {
    if (seen.has(collection.block) || seen.size > MAX_ITEMS) continue;
    seen.add(collection.block);
    for (const item of await reader.list(collection, "gobject")) put(item.pointer("ob"));
    for (const child of await reader.list(collection, "children")) {
      const next = await reader.follow(child.pointer("collection"), child.owner);
      if (next !== null) open.push(next);
    }
  }
  return objects;
}
