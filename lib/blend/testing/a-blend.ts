/** A .blend with a bit of everything that the reader tells. */
import { ascii, BlendMaker, type Shape } from "./make-blend.ts";

const scene = {
  "r.engine": "CYCLES",
  "r.im_format.imtype": 24,
  "r.sfra": 1016,
  "r.efra": 1021,
  "r.frame_step": 2,
};
const size = { "r.xsch": 1920, "r.ysch": 1080, "r.size": 50, "r.frs_sec": 24, "r.frs_sec_base": 1 };

export function aBlend(shape: Shape = {}, more: (maker: BlendMaker) => void = () => undefined): Uint8Array {
  const maker = new BlendMaker(shape);
  const { pointerSize = 8, endian = "little" } = shape;
  const thumbnail = new DataView(new ArrayBuffer(8 + 2 * 3 * 4));
  thumbnail.setInt32(0, 2, endian === "little");
  thumbnail.setInt32(4, 3, endian === "little");
  thumbnail.setUint8(8 + 2 * 2 * 4, 200);
  maker.block("TEST", new Uint8Array(thumbnail.buffer));
  maker.struct("GLOB", "FileGlobal", 1, {
    subversion: 6,
    minversion: 300,
    minsubversion: 42,
    curscene: 0x200,
  });
  maker.struct("SC", "Scene", 0x100, {
    "id.name": "SCAside",
    "r.engine": "BLENDER_EEVEE",
    "eevee.taa_render_samples": 32,
  });
  maker.struct("SC", "Scene", 0x200, {
    "id.name": "SCMain",
    "id.properties": 0x20,
    camera: 0x300,
    "markers.first": 0x30,
    "view_layers.first": 0x40,
    ...scene,
    ...size,
    "r.mode": 0x200,
    "r.scemode": 0x41,
    "r.border.xmin": 0.25,
    "r.border.xmax": 0.75,
    "r.pic": "//out/####",
  });
  maker.struct("DATA", "IDProperty", 0x20, { type: 6, name: "", "data.group.first": 0x21 });
  maker.struct("DATA", "IDProperty", 0x21, { type: 6, name: "cycles", "data.group.first": 0x22 });
  maker.struct("DATA", "IDProperty", 0x22, { type: 1, name: "samples", "data.val": 77 });
  maker.struct("DATA", "TimeMarker", 0x30, { next: 0x31, frame: 20, camera: 0x300 });
  maker.struct("DATA", "TimeMarker", 0x31, { frame: 10, camera: 0x301 });
  maker.struct("DATA", "ViewLayer", 0x40, { name: "Layer", flag: 1 });
  maker.struct("DATA", "Sequence", 0x50, { type: 0, strip: 0x51 });
  maker.struct("DATA", "Strip", 0x51, { stripdata: 0x52, dir: "//strips/" });
  maker.struct("DATA", "StripElem", 0x52, { name: "a_0001.png" });
  maker.struct("CA", "Camera", 0x380, { "id.name": "CACamera" });
  maker.struct("OB", "Object", 0x300, { "id.name": "OBCamera", type: 11 });
  maker.struct("DATA", "MeshCacheModifierData", 0x20, { filepath: "//cache/body.mdd" });
  maker.struct("DATA", "ChannelDriver", 0x21, { type: 1, expression: "frame * 2" });
  maker.struct("OB", "Object", 0x301, { "id.name": "OBOther", type: 11 });
  maker.struct("IM", "Image", 0x400, {
    "id.name": "IMskin",
    name: "//tex/skin.<UDIM>.png",
    source: 6,
    "tiles.first": 0x60,
  });
  maker.struct("DATA", "ImageTile", 0x60, { next: 0x61, tile_number: 1001 });
  maker.struct("DATA", "ImageTile", 0x61, { tile_number: 1012 });
  maker.struct("IM", "Image", 0x401, {
    "id.name": "IMpacked",
    name: "//wood.png",
    source: 1,
    packedfile: 0x99,
  });
  maker.struct("IM", "Image", 0x402, { "id.name": "IMmade", name: "", source: 4 });
  maker.struct("LI", "Library", 0x500, { "id.name": "LIlib", name: "//lib\\props.blend" });
  maker.struct("TX", "Text", 0x600, { "id.name": "TXrig_ui.py", name: 0x70, flags: 0x10 });
  maker.block("DATA", ascii("/home/a/rig_ui.py\0"), { pointer: 0x70 });
  more(maker);
  // Blender's own files hold far more: enough that a window of the reader does not hold all.
  maker.block("DATA", new Uint8Array(200_000), { pointer: pointerSize });
  return maker.end();
}
