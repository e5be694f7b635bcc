/** Caches of particles, cloth, soft and rigid bodies: where they lie on the disk, and whether they are baked. */
import { MAX_ITEMS } from "./budget.ts";
import type { BlendReader } from "./reader.ts";
import type { StructView } from "./struct-view.ts";

/** Each of one and a half kilobytes is kept for a while. */
const MAX_CACHES = 2000;
/** PointCache.flag. Source: DNA_object_force_types.h. */
const [BAKED, ON_DISK, EXTERNAL] = [0x1, 0x40, 0x200] as const;
/** ParticleSettings.type: hair grows without a simulation. Source: DNA_particle_types.h. */
const HAIR = 2;
/** FluidDomainSettings.cache_flag: its data is baked. Source: DNA_fluid_types.h. */
const FLUID_BAKED = 0x2;

/** Those that are read from files. `name`: the .blend's own, of which the folder's name is made. */
export async function cachesIn(
  reader: BlendReader,
  name: string,
): Promise<{ view: StructView; path: string }[]> {
  const stem = name.replace(/^.*[\\/]/, "").replace(/\.blend\d*$/i, "");
  const found: { view: StructView; path: string }[] = [];
  for (const view of await pointCaches(reader)) {
    const flag = view.number("flag", 0);
    if ((flag & EXTERNAL) !== 0) found.push({ view, path: view.text("path") });
    else if ((flag & ON_DISK) !== 0) found.push({ view, path: `//blendcache_${stem}/` });
  }
  return found;
}

export async function readSimulations(
  reader: BlendReader,
): Promise<{ kind: "pointCache" | "fluid"; view: StructView; isBaked: boolean }[]> {
  const found: { kind: "pointCache" | "fluid"; view: StructView; isBaked: boolean }[] = [];
  const others = new Set([...(await hairCaches(reader)), ...(await fluidCaches(reader))]);
  for (const view of await pointCaches(reader))
    if (!others.has(view.block)) {
      const isBaked = (view.number("flag", 0) & (BAKED | EXTERNAL)) !== 0;
      found.push({ kind: "pointCache", view, isBaked });
    }
  for (const block of reader.dataOf(["FluidDomainSettings"])) {
    const view = await reader.view(block);
    if (!view.has("cache_flag") || found.length >= MAX_ITEMS) continue;
    found.push({ kind: "fluid", view, isBaked: (view.number("cache_flag", 0) & FLUID_BAKED) !== 0 });
  }
  return found;
}

async function pointCaches(reader: BlendReader): Promise<StructView[]> {
  const found: StructView[] = [];
  for (const block of reader.dataOf(["PointCache"])) {
    if (found.length >= MAX_CACHES) break;
    found.push(await reader.view(block));
  }
  return found;
}

/** Fluids since 2.82 have caches of their own, and still carry two of the old kind that nothing uses. */
async function fluidCaches(reader: BlendReader): Promise<Set<number>> {
  const caches = new Set<number>();
  for (const block of reader.dataOf(["FluidDomainSettings"])) {
    const domain = await reader.view(block);
    for (const index of [0, 1]) {
      const cache = domain.pointer("point_cache", index);
      const at = cache === null ? null : reader.find(cache, domain.owner);
      if (at !== null) caches.add(at);
    }
  }
  return caches;
}

async function hairCaches(reader: BlendReader): Promise<Set<number>> {
  const caches = new Set<number>();
  for (const block of reader.dataOf(["ParticleSystem"])) {
    const system = await reader.view(block);
    const settings = await reader.follow(system.pointer("part"), system.owner);
    const cache = system.pointer("pointcache");
    const at = cache === null ? null : reader.find(cache, system.owner);
    if (at !== null && settings?.number("type", 0) === HAIR) caches.add(at);
  }
  return caches;
}
