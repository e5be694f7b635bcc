/** A hostile script inside Blender inside the sandbox: what it can reach is nothing. */
import { execFile } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSandbox, ownerIn, sandboxCommand, type SandboxWay } from "./sandbox.ts";

const run = promisify(execFile);

const HOSTILE = `
import glob, json, os, socket
def attempt(action):
    try:
        return action()
    except BaseException as error:
        return "refused: " + type(error).__name__
def connect(address):
    socket.create_connection(address, 2)
    return "connected"
def write(path):
    with open(path, "w") as file:
        file.write("x")
    return "written"
print("TOLD" + json.dumps({
    "uid": os.getuid(),
    "capabilities": [l.split()[1] for l in open("/proc/self/status") if l.startswith("Cap")],
    "secret": os.environ.get("HEARTH_TEST_SECRET"),
    "names": sorted(os.environ),
    "loopback": attempt(lambda: connect(("127.0.0.1", PORT))),
    "interfaces": [name for _, name in socket.if_nameindex()],
    "homes": glob.glob("/home/*") + glob.glob("/root/*"),
    "shadow": attempt(lambda: open("/etc/shadow").read()),
    "processes": len([p for p in os.listdir("/proc") if p.isdigit()]),
    "usr": attempt(lambda: write("/usr/x")),
    "project": attempt(lambda: write("/project/x")),
    "source": attempt(lambda: open("/project/scene.txt").read()),
    "scratch": attempt(lambda: write("/scratch/x")),
}))
`;

let folder = "";
let told: Record<string, unknown> = {};
let way: SandboxWay | null = null;
const server = createServer((_, response) => response.end());

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  const [project, scratch, scripts] = ["project", "scratch", "scripts"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [project, scratch, scripts]) await mkdir(path);
  // A folder below a private one: the usual place of a node's data.
  await chmod(folder, 0o700);
  await writeFile(join(project, "scene.txt"), "its own");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as AddressInfo).port;
  await writeFile(join(scripts, "hostile.py"), HOSTILE.replace("PORT", String(port)));
  ({ way } = await findSandbox(folder, {}));
  if (way === null) throw new Error("Bubblewrap does not work here.");
  const owner = ownerIn(way);
  if (owner !== null) await chown(scratch, owner, owner);
  const args = ["-b", "--factory-startup", "--python-exit-code", "7", "-P", "/hearth/hostile.py"];
  const command = sandboxCommand(way, { program: "/usr/bin/blender", args, project, scratch, scripts });
  const env = { ...process.env, HEARTH_TEST_SECRET: "do not tell" };
  const { stdout } = await run(command.file, command.args, { env });
  told = JSON.parse(
    stdout
      .split("\n")
      .find((line) => line.startsWith("TOLD"))
      ?.slice(4) ?? "{}",
  ) as typeof told;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test("it is nobody, with no capability", () => {
  expect(told.uid).not.toBe(0);
  expect(told.capabilities).toEqual(Array(5).fill("0000000000000000"));
});

test("it has no network, not even the machine's own loopback", () => {
  expect(told.loopback).toMatch(/^refused/);
  expect(told.interfaces).toEqual(["lo"]);
});

test("it sees nothing of the agent's environment", () => {
  expect(told.secret).toBeNull();
  const allowed =
    /^(?:PATH|HOME|TMPDIR|LANG|LC_CTYPE|PWD|SHLVL|_|PYTHON\w+|OCIO|BLENDER\w*|LD_LIBRARY_PATH)$/;
  expect((told.names as string[]).filter((name) => !allowed.test(name))).toEqual([]);
});

test("it sees no homes, no passwords and no processes but its own", () => {
  expect(told.homes).toEqual([]);
  expect(told.shadow).toMatch(/^refused/);
  expect(told.processes).toBeLessThan(6);
});

test("it reads its project and writes only its scratch", async () => {
  expect(told).toMatchObject({ source: "its own", scratch: "written" });
  expect(told.usr).toMatch(/^refused/);
  expect(told.project).toMatch(/^refused/);
  expect(await readdir(join(folder, "project"))).toEqual(["scene.txt"]);
  expect(await readFile(join(folder, "scratch", "x"), "utf8")).toBe("x");
});

test("without bubblewrap nothing is run, and the note says what to install", async () => {
  const path = process.env.PATH;
  process.env.PATH = "/nowhere";
  try {
    const refused = await findSandbox(folder, {});
    expect(refused).toMatchObject({ kind: "none", way: null });
    expect(refused.note).toContain("apt install bubblewrap");
    const allowed = await findSandbox(folder, { HEARTH_ALLOW_UNSANDBOXED: "1" });
    expect(allowed).toMatchObject({ kind: "none", way: "open" });
    expect(allowed.note).toContain("HEARTH_ALLOW_UNSANDBOXED");
  } finally {
    process.env.PATH = path;
  }
});
