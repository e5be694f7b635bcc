import { expect, it } from "vitest";
import { createArrivals } from "./arrivals.ts";
import type { Permission } from "./may-watch.ts";

it("asks again when something was sent between the answer and the door", async () => {
  const arrivals = createArrivals();
  const answers: Permission[] = [
    { ok: true, revision: 5 },
    { ok: true, revision: 6 },
  ];
  let entered = 0;
  const settled = arrivals.settle(
    "job:1",
    async () => {
      if (answers.length === 2) arrivals.sent("job:1");
      return answers.shift() as Permission;
    },
    async () => {
      entered += 1;
    },
  );
  expect(await settled).toEqual({ ok: true, revision: 6 });
  expect(entered).toBe(1);
  expect(arrivals.isAwaited("job:1")).toBe(false);
});

it("who may not watch never enters", async () => {
  const arrivals = createArrivals();
  const enter = async () => {
    throw new Error("must not enter");
  };
  expect(await arrivals.settle("job:1", async () => ({ ok: false, code: "not_found" }), enter)).toEqual({
    ok: false,
    code: "not_found",
  });
});

it("a failed question leaves nothing behind", async () => {
  const arrivals = createArrivals();
  const asked = arrivals.settle(
    "farm",
    async () => {
      throw new Error("away");
    },
    async () => undefined,
  );
  await expect(asked).rejects.toThrow("away");
  expect(arrivals.isAwaited("farm")).toBe(false);
});
