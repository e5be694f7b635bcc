/**
 * A job of ten thousand frames for rows about its page. A stand-in node delivers real small pictures through the node's
 * own calls, as fast as it is told to: every event is one that a render would have made.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { uploadByApi } from "../e2e/support/jobs.ts";
import type { Person } from "../e2e/support/people.ts";
import { type BenchFarm, nodeCredential } from "./farm.ts";
import { STAND_IN_CPU, type StandInPicture, startStandInNode } from "./stand-in-node.ts";

/** Different pictures; frames repeat them. */
const PICTURES = 48;
/** Units: milliseconds. */
const BEAT_MS = 1000;

function makePictures(): StandInPicture[] {
  const folder = mkdtempSync(join(tmpdir(), "hearth-pictures-"));
  const make = (name: string, width: number, height: number) => {
    const source = `testsrc2=size=${width}x${height}:rate=24`;
    const args = ["-v", "error", "-f", "lavfi", "-i", source, "-frames:v", String(PICTURES), "-q:v", "4"];
    execFileSync("ffmpeg", [...args, join(folder, `${name}-%03d.jpg`)]);
  };
  make("output", 1280, 720);
  make("thumbnail", 320, 180);
  const read = (name: string) =>
    readdirSync(folder)
      .filter((file) => file.startsWith(name))
      .sort()
      .map((file) => readFileSync(join(folder, file)));
  const [outputs, thumbnails] = [read("output"), read("thumbnail")];
  rmSync(folder, { recursive: true, force: true });
  return outputs.map((output, i) => ({ output, thumbnail: thumbnails[i] ?? output }));
}

export interface LongJob {
  jobId: JobId;
  /** Delivers so many frames as fast as it goes, or so many a second until the signal ends it. */
  deliver(count: number): Promise<void>;
  keepDelivering(perSecond: number, signal: AbortSignal): Promise<number>;
  /** When each frame was said to be done. Units: milliseconds since 1970. */
  sentAt: ReadonlyMap<number, number>;
  /** Gives back what it holds. */
  end(): Promise<void>;
}

/** `hands`: frames that it works on at once. */
export async function startLongJob(
  farm: BenchFarm,
  person: Person,
  file: string,
  options: { frames: number; hands?: number },
): Promise<LongJob> {
  const { bucket, blendFile } = await uploadByApi(person, file);
  const pictures = makePictures();
  const node = await startStandInNode(
    farm.door.api,
    nodeCredential(farm),
    (frame) => pictures[frame % PICTURES] as StandInPicture,
  );
  const { uuid: jobId } = await person.farm.tasks.submit({
    body: {
      name: "long shot",
      profile: "blender",
      constants: [
        { key: "BLEND_FILE", value: blendFile },
        { key: "BLEND_FORMAT", value: "JPEG" },
        { key: "BLEND_CYCLES_SAMPLES", value: "1" },
        { key: "HEARTH_DENOISE", value: "off" },
      ],
      resourceBuckets: [bucket],
      advancedRanges: `1-${options.frames}`,
      // Nobody but the stand-in has this machine.
      hardwareConstraints: [{ discriminator: "CpuModelHardwareConstraint", cpuModel: STAND_IN_CPU }],
    },
  });
  const hands = options.hands ?? 8;
  /** Frames in hand, one by one. */
  const held: { lease: RenderLease; frame: number }[] = [];
  let taking: Promise<boolean> | null = null;
  const takeMore = async (): Promise<boolean> => {
    const lease = await node.take();
    for (const { frame } of lease?.frames ?? []) if (lease !== null) held.push({ lease, frame });
    return lease !== null;
  };
  const next = async () => {
    while (held.length <= hands) {
      taking ??= takeMore().finally(() => {
        taking = null;
      });
      if (!(await taking)) break;
    }
    return held.shift();
  };
  const deliverOne = async (): Promise<boolean> => {
    const one = await next();
    if (one === undefined) return false;
    await node.deliver(one.lease, one.frame);
    return true;
  };
  const beating = setInterval(() => void node.beat().catch(() => undefined), BEAT_MS);
  return {
    jobId,
    sentAt: node.saidAt,
    async deliver(count) {
      let left = count;
      const work = async () => {
        while (left-- > 0 && (await deliverOne()));
      };
      await Promise.all(Array.from({ length: hands }, work));
    },
    async keepDelivering(perSecond, signal) {
      const began = performance.now();
      let begun = 0;
      let delivered = 0;
      const work = async () => {
        while (!signal.aborted) {
          const due = began + (begun++ * 1000) / perSecond;
          await sleep(Math.max(0, due - performance.now()));
          if (signal.aborted || !(await deliverOne())) return;
          delivered += 1;
        }
      };
      await Promise.all(Array.from({ length: hands }, work));
      return delivered;
    },
    async end() {
      clearInterval(beating);
      await person.farm.tasks.abort({ params: { jobId } });
    },
  };
}
