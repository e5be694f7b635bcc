/** A page with nothing but the reader's worker, in a browser of its own: what the reader takes, and nobody else. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { build } from "esbuild";
import { processTree, residentBytes } from "./processes.ts";

const ROOT = join(import.meta.dirname, "..");

const PAGE = `<!doctype html><input type="file"><script>
  const input = document.querySelector("input");
  window.look = () => new Promise((resolve, reject) => {
    const worker = new Worker("/worker.js", { type: "module" });
    const began = performance.now();
    worker.onmessage = ({ data }) => {
      worker.terminate();
      const { summary, ...rest } = data;
      // The thumbnail is bytes: it would not pass to the one who measures.
      resolve({ ...rest, scenes: summary?.scenes.length, blocks: summary?.blocks, wallMs: performance.now() - began });
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ file: input.files[0], name: input.files[0].name });
  });
</script>`;

/** What the worker answers, without the summary. */
type Told =
  | { status: "read"; bytesRead: number; blocks: number; wallMs: number }
  | { status: "unreadable"; message: string };

export interface ReadOnce {
  /** From the question to the answer, the worker's start included. */
  seconds: number;
  bytesRead: number;
  /** More memory in all processes of the browser than before, at most. */
  grownBytes: number;
  blocks: number;
}

export interface ReaderPage {
  read(path: string): Promise<ReadOnce>;
  close(): Promise<void>;
}

export async function openReaderPage(): Promise<ReaderPage> {
  const entry = join(ROOT, "components/upload/inspect.worker.ts");
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  const worker = outputFiles[0]?.text ?? "";
  const server = createServer((request, response) => {
    const isWorker = request.url === "/worker.js";
    response.setHeader("content-type", isWorker ? "text/javascript" : "text/html");
    response.end(isWorker ? worker : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    async read(path) {
      await page.setInputFiles("input", path);
      const before = browserBytes();
      let peak = before;
      const timer = setInterval(() => {
        peak = Math.max(peak, browserBytes());
      }, 10);
      const told = await page.evaluate<Told>("window.look()");
      peak = Math.max(peak, browserBytes());
      clearInterval(timer);
      if (told.status !== "read") throw new Error(told.message);
      return {
        seconds: told.wallMs / 1000,
        bytesRead: told.bytesRead,
        grownBytes: peak - before,
        blocks: told.blocks,
      };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

const browserBytes = (): number =>
  processTree(process.pid)
    .filter(({ name }) => name.startsWith("chrom"))
    .reduce((sum, { pid }) => sum + residentBytes(pid), 0);
