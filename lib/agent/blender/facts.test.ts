import { expect, it } from "vitest";
import { readFact } from "./facts.ts";

const rendered = (files: unknown) =>
  readFact(
    JSON.stringify({
      fact: "rendered",
      files,
      openingCoreSeconds: 0.5,
      seconds: 1,
      coreSeconds: 2,
      residentBytes: 3,
    }),
  );

it("a frame's file is told by its name", () => {
  expect(rendered(["0001.png"])).toMatchObject({ fact: "rendered", files: ["0001.png"] });
});

it.each(["../../etc/passwd", "/etc/passwd", "link/file.png", "..", ".", "a\0b"])(
  "%j is no name of a file that Blender wrote: it could lead to one of the machine's",
  (name) => {
    expect(rendered(["0001.png", name])).toBeNull();
  },
);
