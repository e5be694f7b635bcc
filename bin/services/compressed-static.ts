/**
 * The portal's scripts and styles as the build compressed them ahead (scripts/setup/compress-static.mjs): a sixth smaller
 * than what could be made while somebody waits, and made once. Everything else is Next's.
 */
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";

const TYPES: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};

interface Compressed {
  path: string;
  sizeBytes: number;
  type: string;
}

/** By the address that pages name. Only what is listed here is ever opened. */
function listCompressed(root: string): Map<string, Compressed> {
  const folder = join(root, ".next", "static");
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".br"),
  );
  return new Map(
    names.flatMap((name) => {
      const plain = name.slice(0, -".br".length);
      const type = TYPES[extname(plain)];
      const path = join(folder, name);
      if (type === undefined) return [];
      return [[`/_next/static/${plain}`, { path, type, sizeBytes: statSync(path).size }] as const];
    }),
  );
}

const acceptsBrotli = ({ headers }: IncomingMessage): boolean =>
  [headers["accept-encoding"] ?? ""].flat().some((text) => /\bbr\b/.test(text));

/** Answers whether it sent the file. */
export function createCompressedStatic(
  root: string,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const files = listCompressed(root);
  return (request, response) => {
    if (request.method !== "GET" || request.url?.startsWith("/_next/static/") !== true) return false;
    const file = files.get(request.url.split("?")[0] ?? "");
    if (file === undefined || !acceptsBrotli(request)) return false;
    response.writeHead(200, {
      "content-type": file.type,
      "content-encoding": "br",
      "content-length": file.sizeBytes,
      // Its name changes with its content.
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    createReadStream(file.path)
      .on("error", () => response.destroy())
      .pipe(response);
    return true;
  };
}
