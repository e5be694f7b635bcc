/** Reads back what an exporter wrote: a binary glTF's own JSON, and values of its accessors. Test support only. */

interface Accessor {
  bufferView: number;
  byteOffset?: number;
  count: number;
  type: string;
}
interface Channel {
  sampler: number;
  target: { node: number; path: string };
}
interface Gltf {
  nodes: { name: string; mesh?: number; camera?: number; translation?: number[]; rotation?: number[] }[];
  meshes?: { primitives: { attributes: Record<string, number>; targets?: unknown[]; material?: number }[] }[];
  materials?: {
    emissiveFactor?: number[];
    pbrMetallicRoughness?: { baseColorFactor?: number[]; baseColorTexture?: unknown };
  }[];
  images?: unknown[];
  accessors: Accessor[];
  bufferViews: { byteOffset?: number; byteLength: number }[];
  animations?: { channels: Channel[]; samplers: { input: number; output: number }[] }[];
}

const WIDTH: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };

export interface Glb {
  json: Gltf;
  /** The movement of a node: times in seconds and values; undefined where it does not move so. */
  moves(node: string, path: string): { times: number[]; values: number[][] } | undefined;
}

export function readGlb(bytes: Buffer): Glb {
  if (bytes.toString("latin1", 0, 4) !== "glTF") throw new Error("This is no binary glTF.");
  const jsonLength = bytes.readUInt32LE(12);
  const json = JSON.parse(bytes.toString("utf8", 20, 20 + jsonLength)) as Gltf;
  const start = 20 + jsonLength + 8;
  const floats = (index: number): number[][] => {
    const accessor = json.accessors[index];
    const view = json.bufferViews[accessor?.bufferView ?? -1];
    if (accessor === undefined || view === undefined) throw new Error(`There is no accessor ${index}.`);
    const at = start + (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
    const width = WIDTH[accessor.type] ?? 1;
    return Array.from({ length: accessor.count }, (_, i) =>
      Array.from({ length: width }, (__, j) => bytes.readFloatLE(at + (i * width + j) * 4)),
    );
  };
  return {
    json,
    moves(node, path) {
      const place = json.nodes.findIndex((one) => one.name === node);
      for (const { channels, samplers } of json.animations ?? []) {
        const channel = channels.find((one) => one.target.node === place && one.target.path === path);
        const sampler = samplers[channel?.sampler ?? -1];
        if (sampler !== undefined)
          return { times: floats(sampler.input).map(([time = 0]) => time), values: floats(sampler.output) };
      }
      return undefined;
    },
  };
}
