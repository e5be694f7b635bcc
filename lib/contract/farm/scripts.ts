/**
 * Jobs that run a plain command: how a node delivers what a run left, and whether the farm runs commands at all.
 * The protocol is told in docs/agent-protocol.md.
 */
import { z } from "zod";
import { MAX_RESULT_BYTES, MAX_RESULT_FILES, resultPath } from "#lib/domain/script.ts";
import { endpoint } from "../endpoint.ts";
import { count, timestamp } from "../scalars.ts";
import { leaseFrame, report, streams } from "./nodes.ts";

export const resultFiles = z
  .array(z.object({ path: resultPath, sizeBytes: count }))
  .max(MAX_RESULT_FILES)
  .refine((files) => new Set(files.map((f) => f.path)).size === files.length, "Two results have one path.")
  .refine(
    (files) => files.reduce((sum, f) => sum + f.sizeBytes, 0) <= MAX_RESULT_BYTES,
    "The results of one run are too large.",
  );

export const scriptLeases = {
  addresses: endpoint({
    method: "POST",
    path: "/farm/v1/leases/:leaseId/frames/:frame/addresses",
    who: ["node"],
    summary:
      "Signed PUTs for what a run left and printed, in the order of `paths`. 409 lease_expired: throw it away.",
    params: leaseFrame,
    body: z.object({ paths: z.array(resultPath).max(MAX_RESULT_FILES) }),
    reply: z.object({ urls: z.array(z.string()), stdoutUrl: z.string(), stderrUrl: z.string() }),
  }),
  deliver: endpoint({
    method: "POST",
    path: "/farm/v1/leases/:leaseId/frames/:frame/deliver",
    who: ["node"],
    summary:
      "A run ended with status 0 and its files are in storage. Safe to repeat: it is charged once. 409 lease_expired.",
    params: leaseFrame,
    body: report.extend({ files: resultFiles, streams }),
  }),
};

export const farmSettings = z.object({
  /** Whether accounts may run plain commands (profile `script`). Off until an administrator allows it. */
  allowsScripts: z.boolean(),
  /** When and by whom it was last changed; null: never. */
  changed: z.object({ at: timestamp, by: z.string() }).nullable(),
});
export type FarmSettings = z.infer<typeof farmSettings>;

export const farmSettingsCalls = {
  settings: endpoint({
    method: "GET",
    path: "/farm/v1/farm/settings",
    who: ["admin"],
    summary: "What the administrator chose for the farm.",
    reply: farmSettings,
  }),
  changeSettings: endpoint({
    method: "PATCH",
    path: "/farm/v1/farm/settings",
    who: ["admin"],
    summary: "Choose for the farm. Turned off, scripts that wait go on waiting and those that run may end.",
    body: z.object({ allowsScripts: z.boolean() }),
    reply: farmSettings,
  }),
};
