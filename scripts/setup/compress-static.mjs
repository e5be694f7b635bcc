/** Compresses the build's scripts and styles once, as well as it goes; bin/services/compressed-static.ts serves them. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
/** Smaller files gain less than their head costs. Units: bytes. */
const LEAST = 1024;

/** @param {string} root the project's folder */
export async function compressStatic(root) {
  const folder = join(root, ".next", "static");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:js|css)$/.test(name),
  );
  await Promise.all(
    names.map(async (name) => {
      const bytes = readFileSync(join(folder, name));
      if (bytes.length < LEAST) return;
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      };
      writeFileSync(join(folder, `${name}.br`), await compress(bytes, { params }));
    }),
  );
}
