/** Who could render a file: every node that answers, and those that are away for now. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

const build = (version: string) => ({
  version,
  engines: ["CYCLES" as const],
  denoisers: [],
  devices: ["CPU"],
});

it("an artist learns which node has which Blender, also of one that left, until a month has gone by", async () => {
  const artist = await farm.anAccount();
  const [here, away] = [
    await farm.aNode({ blenders: [build("3.4.1")] }),
    await farm.aNode({ blenders: [build("4.2.0")] }),
  ];
  const params = { nodeId: away.id };
  await away.farm.nodes.leave({ params });
  const told = async () =>
    (await artist.farm.farm.builds()).map(({ isOnline, blenders }) => [isOnline, blenders[0]?.version]);
  expect(await told()).toEqual([
    [true, "3.4.1"],
    [false, "4.2.0"],
  ]);
  await farm.db.query("update nodes set last_seen_at = last_seen_at - interval '31 days' where id = $1", [
    away.id,
  ]);
  expect(await told()).toEqual([[true, "3.4.1"]]);
  expect(here.id).not.toBe(away.id);
});
