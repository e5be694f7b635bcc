/** The same from a terminal, against the real farm. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scene, thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

function hearth(args: string[], token: string): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "../bin/hearth.mjs"), ...args], {
      env: { ...process.env, HEARTH_FARM: thePlace().api, HEARTH_TOKEN: token },
    });
    let text = "";
    const keep = (chunk: Buffer) => {
      text += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("exit", (code) => resolve({ code, text }));
  });
}

test("`hearth render` brings every frame home; `watch` finds them there", async ({ artist }) => {
  const out = mkdtempSync(join(tmpdir(), "hearth-e2e-"));
  try {
    const args = [
      "render",
      scene("tiny"),
      "--frames",
      "1-3",
      "--format",
      "png",
      "--percentage",
      "50",
      "--out",
      out,
    ];
    const rendered = await hearth(args, artist.token);
    expect(rendered.text).toContain("3 of 3 frames");
    expect(rendered.code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["0001.png", "0002.png", "0003.png"]);
    const picture = readFileSync(join(out, "0002.png"));
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([80, 45]);

    const [job] = await artist.farm.jobs.list({ query: {} });
    const watched = await hearth(["watch", job?.id ?? "", "--out", out], artist.token);
    expect(watched.code).toBe(0);
    const stopped = await hearth(["stop", job?.id ?? ""], artist.token);
    expect(stopped.text).toContain("had ended already");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

test("a frame that can't be rendered ends it with a reason and a code that is not 0", async ({ artist }) => {
  const out = mkdtempSync(join(tmpdir(), "hearth-e2e-"));
  try {
    const args = ["render", scene("nocamera"), "--frames", "1", "--no-denoise", "--out", out];
    const { code, text } = await hearth(args, artist.token);
    expect(code).toBe(1);
    expect(text).toContain("no camera");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

test("`hearth quote` tells the price, and `--start-within` starts only what is within", async ({
  artist,
}) => {
  const out = mkdtempSync(join(tmpdir(), "hearth-e2e-"));
  try {
    const quoted = await hearth(["quote", scene("tiny"), "--frames", "1-6"], artist.token);
    expect(quoted.text).toMatch(/credits?, under a minute on /);
    expect(quoted.text).toContain("Only delivered frames are charged");
    expect(quoted.code).toBe(0);
    expect(await artist.farm.jobs.list({ query: {} })).toEqual([]);

    const dear = ["render", scene("slow"), "--frames", "1-600", "--start-within", "1", "--out", out];
    const refused = await hearth(dear, artist.token);
    expect(refused.text).toMatch(
      /was not started: it is expected to cost .* more than the 1 credit that you allowed/,
    );
    expect(refused.code).toBe(1);

    const cheap = ["render", scene("tiny"), "--frames", "1-2", "--start-within", "5", "--out", out];
    const rendered = await hearth(cheap, artist.token);
    expect(rendered.text).toContain("2 of 2 frames");
    expect(rendered.code).toBe(0);
    const [job] = await artist.farm.jobs.list({ query: {} });
    expect(job?.ceiling).toMatchObject({ cap: 5_000_000 });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
