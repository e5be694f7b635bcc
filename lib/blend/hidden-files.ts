/**
 * Files that are named deep inside data blocks: by modifiers, caches, simulations, nodes. Each such struct is a block of
 * its own, so all of a kind are found by the name of their struct, without following how they hang together.
 * Source: which fields name files is known from Blender's bpath callbacks (BKE_…_foreach_path).
 */
import { MAX_ITEMS } from "./budget.ts";
import { type Found, PLAIN } from "./found.ts";
import { cachesIn } from "./point-caches.ts";
import type { BlendReader } from "./reader.ts";
import type { StructView } from "./struct-view.ts";
import type { ExternalKind } from "./summary.ts";

interface Place {
  struct: string;
  field: string;
  kind: ExternalKind;
  isFolder?: boolean;
  isSequence?: boolean;
  /** Only then it is read from there. */
  applies?: (view: StructView) => boolean;
}

/** Mode 1 of the IES and script nodes: a file, not a text of the .blend. */
const isExternal = (view: StructView) => view.number("mode", 0) === 1;

const PLACES: readonly Place[] = [
  { struct: "MeshCacheModifierData", field: "filepath", kind: "meshCache" },
  {
    struct: "OceanModifierData",
    field: "cachepath",
    kind: "simulation",
    isFolder: true,
    isSequence: true,
    applies: (view) => view.number("cached", 0) !== 0,
  },
  { struct: "FluidsimSettings", field: "surfdataPath", kind: "simulation", isFolder: true, isSequence: true },
  {
    struct: "FluidDomainSettings",
    field: "cache_directory",
    kind: "simulation",
    isFolder: true,
    isSequence: true,
  },
  { struct: "CustomDataExternal", field: "filename", kind: "customData" },
  { struct: "CacheFileLayer", field: "filepath", kind: "cacheFile" },
  { struct: "VoxelData", field: "source_path", kind: "volume" },
  { struct: "NodeShaderTexIES", field: "filepath", kind: "ies", applies: isExternal },
  { struct: "NodeShaderScript", field: "filepath", kind: "osl", applies: isExternal },
];

/** Paths that are texts of their own, behind a pointer: baked geometry nodes since 3.6. */
const BEHIND: readonly { struct: string; field: string }[] = [
  { struct: "NodesModifierData", field: "simulation_bake_directory" },
  { struct: "NodesModifierBake", field: "directory" },
];

export async function hiddenFiles(reader: BlendReader, name: string): Promise<Found[]> {
  const found: Found[] = [];
  const put = async (view: StructView, kind: ExternalKind, path: string, more: Partial<Found> = {}) => {
    if (path === "" || found.length >= MAX_ITEMS) return;
    found.push({ ...PLAIN, ...more, kind, path, dataBlock: await ownerName(reader, view.owner) });
  };
  const places = new Map(PLACES.map((place) => [place.struct, place]));
  for (const block of reader.dataOf([...places.keys()])) {
    for (const view of await reader.views(block)) {
      const place = places.get(view.structName);
      if (place === undefined || !(place.applies?.(view) ?? true)) continue;
      const { kind, isFolder = false, isSequence = false } = place;
      await put(view, kind, view.text(place.field), { isFolder, isSequence });
    }
  }
  for (const { struct, field } of BEHIND)
    for (const block of reader.dataOf([struct]))
      for (const view of await reader.views(block)) {
        const path = await reader.textAt(view.pointer(field), view.owner);
        await put(view, "simulation", path, { isFolder: true, isSequence: true });
      }
  for (const { view, path } of await cachesIn(reader, name))
    await put(view, "simulation", path, { isFolder: true, isSequence: true });
  // All caches of an object on the disk share one folder.
  return [...new Map(found.map((file) => [`${file.kind} ${file.dataBlock} ${file.path}`, file])).values()];
}

/** With the two letters of its kind; empty for data that belongs to nothing. */
export async function ownerName(reader: BlendReader, owner: number): Promise<string> {
  return owner < 0 ? "" : (await reader.view(owner)).text("id.name");
}
