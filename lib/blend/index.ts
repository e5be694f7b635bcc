/**
 * The reader of .blend files: the same in a browser's worker and on the server, over ranged reads, never the whole file
 * in memory. Raw, gzip and Zstandard; 32 and 64 bit; both byte orders; Blender 2.2 to 5.x.
 */
import type { ByteSource } from "./byte-source.ts";
import { BlendFileError, CorruptBlend } from "./errors.ts";
import { readExternalFiles } from "./external-files.ts";
import { readFileFacts, readThumbnail } from "./file-facts.ts";
import { versionText } from "./header.ts";
import { ownerName } from "./hidden-files.ts";
import { readSimulations } from "./point-caches.ts";
import { type BlendReader, openBlend } from "./reader.ts";
import { readScenes } from "./scenes.ts";
import { countPythonDrivers, readTexts } from "./scripts.ts";
import type { BlendSummary, ExternalFile, Simulation } from "./summary.ts";

/**
 * `name`: of the file, as the external files shall call it ("" where nobody cares).
 * Errors: BlendFileError; what the source throws.
 */
export async function summarize(source: ByteSource, name = ""): Promise<BlendSummary> {
  return read(source, (reader) => readAll(reader, name));
}

/** Only what the file names: enough to follow libraries. Errors: as `summarize`. */
export async function externalFilesOf(source: ByteSource, name: string): Promise<ExternalFile[]> {
  return read(source, (reader) => readExternalFiles(reader, name));
}

async function read<Told>(source: ByteSource, tell: (reader: BlendReader) => Promise<Told>): Promise<Told> {
  try {
    return await tell(await openBlend(source));
  } catch (error) {
    // A number that leads outside of an array or a string: only a damaged file has those.
    if (!(error instanceof BlendFileError) && error instanceof RangeError)
      throw new CorruptBlend("a number in it makes no sense", error);
    throw error;
  }
}

async function readAll(reader: BlendReader, name: string): Promise<BlendSummary> {
  const { header, compression, blocks, content } = reader.opened;
  const facts = await readFileFacts(reader);
  const last = blocks.length - 1;
  const scenes = await readScenes(reader, facts);
  const { minVersion } = facts;
  return {
    compression,
    header: header.text,
    formatVersion: header.formatVersion,
    pointerSize: header.pointerSize,
    endian: header.endian,
    version: header.version,
    versionText: versionText(header.version),
    subversion: facts.subversion,
    minVersion: minVersion === null ? null : { ...minVersion, text: versionText(minVersion.version) },
    unpackedBytes: content.size ?? blocks.offset(last) + blocks.size(last) + header.blockHeadBytes,
    blocks: blocks.length,
    thumbnail: await readThumbnail(reader),
    activeScene: scenes.find((scene) => scene.isActive)?.name ?? null,
    scenes,
    externalFiles: await readExternalFiles(reader, name),
    texts: await readTexts(reader),
    pythonDrivers: await countPythonDrivers(reader),
    simulations: await simulationsOf(reader),
  };
}

async function simulationsOf(reader: BlendReader): Promise<Simulation[]> {
  const found: Simulation[] = [];
  for (const { kind, view, isBaked } of await readSimulations(reader))
    found.push({ kind, isBaked, dataBlock: await ownerName(reader, view.owner) });
  return found;
}
