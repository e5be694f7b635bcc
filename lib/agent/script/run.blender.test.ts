/** Commands in the node's real sandbox: what they can do, and what hostile ones can not. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { progressReader } from "#lib/domain/script-progress.ts";
import { findSandbox, type SandboxWay } from "../blender/sandbox.ts";
import { placeCopies, removeFolder } from "./folder.ts";
import { collectResults, snapshotOf } from "./results.ts";
import { runCommand } from "./run.ts";
import { type ScriptLimits, scriptLimits, scriptOwner, START_FILE } from "./sandbox.ts";
import { startFile } from "./start-file.ts";

const MIB = 2 ** 20;
let folder = "";
let way: Exclude<SandboxWay, "open">;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scripts-"));
  const found = (await findSandbox(folder, {})).way;
  if (found === null || found === "open") throw new Error("Bubblewrap does not work here.");
  way = found;
});
afterAll(() => removeFolder(folder));

/** Runs a command with these files beside it; answers what it left too. */
async function run(
  command: string,
  more: {
    files?: Record<string, string>;
    environment?: Record<string, string>;
    limits?: Partial<ScriptLimits>;
    progress?: string;
    signal?: AbortSignal;
  } = {},
) {
  const home = await mkdtemp(join(folder, "run-"));
  const [job, start, cached] = ["job", "start", "cached"].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [job, start, cached]) await mkdir(path);
  await chmod(start, 0o755);
  const placed = await Promise.all(
    Object.entries(more.files ?? {}).map(async ([path, text], at) => {
      await writeFile(join(cached, String(at)), text);
      return { path, cached: join(cached, String(at)) };
    }),
  );
  await placeCopies(job, placed, scriptOwner(way, 0));
  await writeFile(join(start, START_FILE), startFile(command, more.environment ?? {}));
  const before = await snapshotOf(job);
  const shares: number[] = [];
  const result = await runCommand({
    way,
    folder: job,
    start,
    slot: 0,
    limits: { ...scriptLimits(2048 * MIB), seconds: 120, ...more.limits },
    progress: more.progress === undefined ? null : progressReader(more.progress),
    onProgress: ({ share }) => void (share !== null && shares.at(-1) !== share && shares.push(share)),
    signal: more.signal ?? new AbortController().signal,
  });
  return {
    ...result,
    job,
    shares,
    said: result.stdout.toString(),
    results: () => collectResults(job, before),
  };
}

/** Python, in lines. */
const python = (text: string) => ({ command: "python3 /job/a.py", files: { "a.py": text } });
const runPython = (text: string, more: Parameters<typeof run>[1] = {}) => {
  const { command, files } = python(text);
  return run(command, { ...more, files: { ...files, ...more.files } });
};

test("a command runs in its folder with its files and environment, and what it wrote or changed are its results", async () => {
  const done = await run(
    "cat data/in.txt; echo more >> data/in.txt; mkdir out; echo $SEED > out/a.csv; ./b.sh",
    {
      files: { "data/in.txt": "hello\n", "untouched.txt": "x", "b.sh": "#!/bin/sh\npwd" },
      environment: { SEED: "7" },
    },
  );
  expect(done.failure).toBeNull();
  expect(done.said).toBe("hello\n/job\n");
  const { files } = await done.results();
  expect(Object.fromEntries(files.map((f) => [f.path, f.sizeBytes]))).toEqual({
    "data/in.txt": 11,
    "out/a.csv": 2,
  });
});

test("the exit code decides, and stdout and stderr are told apart", async () => {
  const failed = await run("echo out; echo err >&2; exit 3");
  expect(failed.failure).toMatchObject({
    code: "script_failed",
    message: expect.stringContaining("3") as string,
  });
  expect([failed.said, failed.stderr.toString()]).toEqual(["out\n", "err\n"]);
  expect([failed.log, failed.errorLog]).toEqual(["out", "err"]);
});

test("progress follows what the command prints", async () => {
  const text =
    "import time\nfor i in range(5):\n  print(f'progress: {i / 4:.2f}', flush=True)\n  time.sleep(0.1)";
  expect((await runPython(text, { progress: "progress: ([0-9.]+)" })).shares).toEqual([
    0, 0.25, 0.5, 0.75, 1,
  ]);
});

test("an expression made to hang the reader does not, whatever the command prints", async () => {
  const text = "for i in range(20000): print('a' * 1000)\nprint('!')";
  const done = await runPython(text, { progress: "(a|aa|a*)*b$" });
  expect(done.failure).toBeNull();
  expect(done.stdout.length).toBeGreaterThan(MIB);
});

test("CPU time is the kernel's count of all its processes, not the clock's", async () => {
  const text = `
import os, time
def burn(seconds):
    while time.process_time() < seconds: pass
if os.fork() == 0:
    burn(0.4); os._exit(0)
os.wait(); burn(0.4); time.sleep(2)
times = os.times()
print(times.user + times.system + times.children_user + times.children_system)
`;
  const done = await runPython(text);
  expect(done.failure).toBeNull();
  const own = Number(done.said);
  expect(own).toBeGreaterThan(0.7);
  // Its own count is taken shortly before its end; the clock's would be 2 s more.
  expect(done.coreSeconds).toBeGreaterThanOrEqual(own - 0.02);
  expect(done.coreSeconds).toBeLessThan(own + 0.5);
});

test("children that nobody waits for are counted too", async () => {
  const text = `
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
pid = os.fork()
if pid == 0:
    while time.process_time() < 1.5: pass
    os._exit(0)
while True:
    try: os.kill(pid, 0)
    except OSError: break
    time.sleep(0.01)
`;
  const done = await runPython(text);
  expect(done.failure).toBeNull();
  expect(done.coreSeconds).toBeGreaterThan(1);
});

const HOSTILE = `
import glob, json, os, socket
def attempt(action):
    try:
        return action()
    except BaseException as error:
        return "refused: " + type(error).__name__
def write(path):
    with open(path, "w") as file: file.write("x")
    return "written"
def connect(address):
    socket.create_connection(address, 2)
    return "connected"
print(json.dumps({
    "uid": os.getuid(),
    "capabilities": [l.split()[1] for l in open("/proc/self/status") if l.startswith("Cap")],
    "names": sorted(os.environ),
    "loopback": attempt(lambda: connect(("127.0.0.1", PORT))),
    "interfaces": [name for _, name in socket.if_nameindex()],
    "homes": glob.glob("/home/*") + glob.glob("/root/*"),
    "shadow": attempt(lambda: open("/etc/shadow").read()),
    "processes": len([p for p in os.listdir("/proc") if p.isdigit()]),
    "written": {path: attempt(lambda: write(path)) for path in ["/x", "/usr/x", "/hearth/x", "/hearth/start", "/dev/x", "/etc/x", "/proc/x"]},
    "open": {path: attempt(lambda: write(path)) for path in ["/job/x", "/tmp/x", "/dev/shm/x"]},
    "forged": attempt(lambda: os.write(3, b"0m0.00s")),
}))
`;

test("a hostile command reaches no network, no host file, no process and no environment but its own", async () => {
  const server = createServer((_, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const done = await runPython(HOSTILE.replace("PORT", String(port)), { environment: { MINE: "1" } });
  server.close();
  expect(done.failure).toBeNull();
  const told = JSON.parse(done.said) as Record<string, unknown> & { written: object; names: string[] };
  expect(told).toMatchObject({ homes: [], interfaces: ["lo"] });
  expect(told.uid).not.toBe(0);
  expect(told.capabilities).toEqual(Array(5).fill("0000000000000000"));
  expect(told.loopback).toMatch(/^refused/);
  expect(told.shadow).toMatch(/^refused/);
  expect(told.processes).toBeLessThan(6);
  for (const answer of Object.values(told.written)) expect(answer).toMatch(/^refused/);
  expect(told.open).toEqual({ "/job/x": "written", "/tmp/x": "written", "/dev/shm/x": "written" });
  // What its run cost is told on a descriptor that it does not have.
  expect(told.forged).toMatch(/^refused/);
  const allowed = /^(?:MINE|PATH|HOME|TMPDIR|LANG|LC_CTYPE|PWD|OLDPWD|SHLVL|_|PYTHON\w+)$/;
  expect(told.names.filter((name) => !allowed.test(name))).toEqual([]);
});

test("a library among the constants is loaded by the command alone, after its rights were dropped", async () => {
  const done = await run("id -u", { environment: { LD_PRELOAD: "/job/none.so" } });
  expect(done.failure).toBeNull();
  expect(done.said.trim()).not.toBe("0");
});

test.each<[string, string, Partial<ScriptLimits>, string]>([
  [
    "a fork bomb",
    "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass",
    { processes: 100 },
    "script_memory",
  ],
  [
    "a memory hog",
    "a = []\nwhile True: a.append(bytearray(10_000_000))",
    { memoryBytes: 300 * MIB },
    "script_memory",
  ],
  [
    "a folder filler",
    "i = 0\nwhile True:\n  open(str(i), 'wb').write(bytes(5_000_000)); i += 1",
    { folderBytes: 50 * MIB },
    "script_results",
  ],
  [
    "a maker of files",
    "i = 0\nwhile True:\n  open(str(i), 'wb').close(); i += 1",
    { entries: 2000 },
    "script_results",
  ],
  [
    "one too large a file",
    "f = open('big', 'wb')\nwhile True: f.write(bytes(1_000_000))",
    { fileBytes: 20 * MIB },
    "script_failed",
  ],
  ["one that never ends", "import time\nwhile True: time.sleep(1)", { seconds: 1 }, "script_timeout"],
  [
    "endless output",
    "import sys\nwhile True: sys.stdout.write('y' * 8000 + '\\n')",
    { seconds: 2 },
    "script_timeout",
  ],
])("%s is ended, in words", async (_, text, limits, code) => {
  const done = await runPython(text, { limits });
  expect(done.failure?.code).toBe(code);
  expect(done.stdout.length).toBeLessThan(3 * MIB);
  expect(done.log.length).toBeLessThanOrEqual(65_536);
});

test("memory that no process holds is bounded as well", async () => {
  const text = `
for path in ["/tmp/a", "/dev/shm/a"]:
    try:
        with open(path, "wb") as file:
            while True: file.write(bytes(16_000_000))
    except OSError as error:
        print(path, error.errno)
`;
  expect((await runPython(text)).said).toBe("/tmp/a 28\n/dev/shm/a 28\n");
});

test("stopped, it is gone with everything it started, however it hid", async () => {
  const stop = new AbortController();
  const text = `
import os, signal, time
for number in range(1, 32):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open("ready", "w").close()
        while True: time.sleep(1)
while True: time.sleep(1)
`;
  const running = runPython(text, { signal: stop.signal });
  running.catch(() => {});
  const living = async () => {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const texts = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")),
    );
    return texts.filter((line) => line.includes("/job/a.py")).length;
  };
  // The shell, the parent, its child and the grandchild.
  while ((await living()) < 3) await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort();
  await expect(running).rejects.toThrow();
  while ((await living()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

test("links and pipes are no results, and odd names become names that storage takes", async () => {
  const text = `
import os
os.symlink("/etc/passwd", "passwords")
os.symlink("/etc", "etc")
os.symlink("../../..", "up")
os.mkfifo("pipe")
os.makedirs("a/b")
open("a/b/c.csv", "w").write("1")
os.link("a/b/c.csv", "hard")
for name in [b"line\\nbreak.csv", b"line\\tbreak.csv", b"\\xff\\xfe", b"-rf", "\\u00fc \\U0001f3ac.txt".encode(), b"$(id)", b"a\\\\b"]:
    open(name, "w").write("x")
deep = b"d"
for _ in range(60):
    os.mkdir(deep); os.chdir(deep)
open("lost", "w").close()
os.chdir("/job")
os.chmod("a", 0)
os.chmod("hard", 0)
`;
  const done = await runPython(text);
  expect(done.failure).toBeNull();
  const { files, leftOut } = await done.results();
  expect(leftOut).toBe(4);
  expect(files.map((f) => f.path).sort()).toEqual(
    [
      "$(id)",
      "-rf",
      "__",
      "a/b/c.csv",
      "a\\b",
      "hard",
      "line_break-2.csv",
      "line_break.csv",
      "ü 🎬.txt",
    ].sort(),
  );
});

const BACKTEST = `
import csv, os, random
seed, days = int(os.environ["INSTANCE_ID"]), 250
random.seed(seed)
price, cash, shares, rows = 100.0, 10_000.0, 0.0, []
prices = []
for day in range(days):
    price *= 1 + random.gauss(0.0004, 0.011)
    prices.append(price)
    fast, slow = sum(prices[-10:]) / len(prices[-10:]), sum(prices[-40:]) / len(prices[-40:])
    if fast > slow and cash > 0: shares, cash = cash / price, 0.0
    if fast < slow and shares > 0: cash, shares = shares * price, 0.0
    rows.append([day, round(price, 4), round(cash + shares * price, 2)])
    if day % 50 == 49: print(f"day {day + 1}/{days}", flush=True)
os.makedirs("out", exist_ok=True)
with open(f"out/equity-{seed}.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["day", "price", "equity"])
    writer.writerows(rows)
`;

test("a small back-test writes its curve, the same each time", async () => {
  const once = () =>
    run("python3 backtest.py", {
      files: { "backtest.py": BACKTEST },
      environment: { INSTANCE_ID: "4", INSTANCE_COUNT: "8" },
      progress: "day (\\d+/\\d+)",
    });
  const [first, second] = [await once(), await once()];
  expect(first.failure).toBeNull();
  expect(first.shares.at(-1)).toBe(1);
  const read = async (done: typeof first) => {
    const [file] = (await done.results()).files;
    expect(file?.path).toBe("out/equity-4.csv");
    return readFile(file?.file ?? "", "utf8");
  };
  const curve = await read(first);
  expect(curve.trim().split("\r\n")).toHaveLength(251);
  expect(await read(second)).toBe(curve);
});
