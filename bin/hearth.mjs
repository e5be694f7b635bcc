#!/usr/bin/env node
/**
 * The `hearth` command. Runs on any Node since 20: where this one is too old for TypeScript files, it hands over to the
 * one that npm installed with the project. A server is started anew too: its memory settings are read only at a start.
 */
import { spawn } from "node:child_process";
import module from "node:module";
import { constants } from "node:os";
import { join } from "node:path";
import {
  findNode,
  isNewEnough,
  NODE_NEEDED,
  SERVER_FLAGS,
  SERVER_MEMORY,
} from "../scripts/setup/node-program.mjs";

const program = join(import.meta.dirname, "hearth.ts");
const isServing = process.argv[2] === "serve" && process.env.MALLOC_ARENA_MAX === undefined;
if (isNewEnough(process.versions.node) && !isServing) {
  module.enableCompileCache?.();
  await import(program);
} else {
  const node = findNode(join(import.meta.dirname, ".."));
  if (node === null) {
    process.stderr.write(`✗ ${NODE_NEEDED}\n`);
    process.exit(1);
  }
  const child = spawn(node, [...(isServing ? SERVER_FLAGS : []), program, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...SERVER_MEMORY, ...process.env },
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}
