import { expect, it } from "vitest";
import { COALESCE_MS, createCoalescer, PATIENCE_MS } from "./coalesce.ts";

/** A clock that the test turns by hand. */
function held() {
  const sent: [room: string, items: number[]][] = [];
  let now = 0;
  let due: { at: number; run: () => void }[] = [];
  const coalescer = createCoalescer<number>((room, items) => sent.push([room, items]), {
    now: () => now,
    after(run, ms) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((one) => one !== entry);
      };
    },
  });
  const pass = (ms: number) => {
    now += ms;
    const ripe = due.filter((one) => one.at <= now);
    due = due.filter((one) => one.at > now);
    for (const one of ripe) one.run();
  };
  return { sent, coalescer, pass, waits: () => due.length };
}

it("after a silence what is told together goes together, at once", () => {
  const { sent, coalescer, pass } = held();
  coalescer.add("a", 1, "soon");
  coalescer.add("a", 2, "patient");
  expect(sent).toEqual([]);
  pass(0);
  expect(sent).toEqual([["a", [1, 2]]]);
});

it("what follows within a moment is gathered", () => {
  const { sent, coalescer, pass, waits } = held();
  coalescer.add("a", 1, "soon");
  pass(0);
  coalescer.add("a", 2, "soon");
  pass(COALESCE_MS - 1);
  coalescer.add("a", 3, "soon");
  expect(sent).toHaveLength(1);
  pass(1);
  expect(sent[1]).toEqual(["a", [2, 3]]);
  expect(waits()).toBe(0);
});

it("what is not urgent waits for company, but no longer than a second", () => {
  const { sent, coalescer, pass } = held();
  coalescer.add("a", 1, "soon");
  pass(0);
  coalescer.add("a", 2, "patient");
  pass(PATIENCE_MS / 2);
  expect(sent).toHaveLength(1);
  coalescer.add("a", 3, "soon");
  pass(0);
  expect(sent[1]).toEqual(["a", [2, 3]]);
  coalescer.add("a", 4, "patient");
  pass(PATIENCE_MS);
  expect(sent[2]).toEqual(["a", [4]]);
});

it("a finished picture does not wait behind progress", () => {
  const { sent, coalescer, pass } = held();
  coalescer.add("a", 1, "patient");
  pass(0);
  coalescer.add("a", 2, "soon");
  pass(0);
  expect(sent).toHaveLength(2);
});

it("rooms do not wait for each other", () => {
  const { sent, coalescer, pass } = held();
  coalescer.add("a", 1, "soon");
  coalescer.add("b", 2, "soon");
  pass(0);
  expect(sent.map(([room]) => room)).toEqual(["a", "b"]);
});

it("closing sends what waits; a room that is forgotten sends nothing", () => {
  const { sent, coalescer, waits } = held();
  coalescer.add("a", 1, "soon");
  coalescer.add("b", 2, "soon");
  coalescer.forget("b");
  coalescer.close();
  expect(sent).toEqual([["a", [1]]]);
  expect(waits()).toBe(0);
});
