/** A node for tests of quotes: renders what the farm hands out, each frame at a cost of its own. */
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import type { TestNode, TestPlatform } from "../test-platform.ts";

/** The test scene is 100 × 100 pixels, and these tests ask for 16 samples. */
const [PIXELS, SAMPLES] = [10_000, 16];

/** A frame that costs so much in full: a tenth of it is setup, the rest grows with pixels and samples. Units: core-seconds. */
export async function deliverProbe(
  farm: TestPlatform,
  node: TestNode,
  lease: RenderLease,
  { frame, cost }: { frame: number; cost: number },
): Promise<void> {
  const [row] = await farm.db.query<{ bucket: string; pixels: number }>(
    `select result_bucket as bucket, (effective->>'width')::int * (effective->>'height')::int as pixels
     from jobs where id = $1`,
    [lease.jobId],
  );
  const fileName = lease.frames.find((one) => one.frame === frame)?.fileName ?? "";
  for (const name of [fileName, `${fileName}.thumb.jpg`])
    await farm.objects.put(row?.bucket ?? "", `${lease.leaseId}/${name}`, Buffer.from("123456789"));
  const share = ((row?.pixels ?? PIXELS) / PIXELS) * ((lease.settings.samples ?? SAMPLES) / SAMPLES);
  const [setupCoreSeconds, samplingCoreSeconds] = [cost * 0.1, cost * 0.9 * share];
  await node.farm.leases.finish({
    params: { leaseId: lease.leaseId, frame },
    body: {
      seconds: 1,
      coreSeconds: setupCoreSeconds + samplingCoreSeconds,
      setupCoreSeconds,
      samplingCoreSeconds,
      peakMemoryBytes: 300e6,
      log: "",
      sizeBytes: 9,
      hasPreview: false,
      hasThumbnail: true,
    },
  });
}

/** All probes that are asked for now and after those; answers their frames in order. Leaves other jobs alone. */
export async function renderProbes(
  farm: TestPlatform,
  node: TestNode,
  cost: (frame: number) => number,
): Promise<number[]> {
  const rendered: number[] = [];
  for (;;) {
    const open = await farm.db.query<{ id: string }>(
      "select id from jobs where probe is not null and queued > 0 and deleted_at is null",
    );
    const lease = open.length === 0 ? null : await node.acquire();
    if (lease?.kind !== "render") return rendered;
    farm.pass(60);
    for (const { frame } of lease.frames) {
      await deliverProbe(farm, node, lease, { frame, cost: cost(frame) });
      rendered.push(frame);
    }
  }
}
