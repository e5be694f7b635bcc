import { describe, expect, it } from "vitest";
import type { AccountId, JobId, SourceId } from "#lib/domain/ids.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import { type Candidate, orderJobs } from "./choose-job.ts";

const node: NodeCapabilities = {
  cores: 4,
  memoryBytes: 1e9,
  cpuModel: "",
  blenders: [{ version: "3.4.1", engines: ["CYCLES"], denoisers: [], devices: ["CPU"] }],
  sandbox: { kind: "bubblewrap", note: "" },
};
const job = (id: string, change: Partial<Candidate> = {}): Candidate => ({
  id: id as JobId,
  accountId: "ada" as AccountId,
  sourceId: `project of ${id}` as SourceId,
  needs: { engine: "CYCLES", denoises: false, blender: null, savedBy: "3.4.0" },
  createdAt: new Date(2026, 0, Number(id)),
  accountActive: 0,
  isProbe: false,
  ...change,
});
const order = (jobs: Candidate[], open: string[] = []) =>
  orderJobs(jobs, node, new Set(open)).map((choice) => choice.jobId);

describe("which job a node works on", () => {
  it("the oldest comes first", () => {
    expect(order([job("2"), job("1")])).toEqual(["1", "2"]);
  });
  it("an account with fewer frames at work comes before an older job", () => {
    expect(order([job("1", { accountActive: 3 }), job("2", { accountActive: 1 })])).toEqual(["2", "1"]);
  });
  it("among equals the scene that is open comes first", () => {
    expect(order([job("1"), job("2")], ["project of 2"])).toEqual(["2", "1"]);
  });
  it("an open scene does not outdo somebody else's share", () => {
    expect(order([job("1"), job("2", { accountActive: 2 })], ["project of 2"])).toEqual(["1", "2"]);
  });
  it("probes of a quote come before everything: somebody waits for a price", () => {
    expect(order([job("1"), job("2", { isProbe: true, accountActive: 9 })])).toEqual(["2", "1"]);
  });
  it("what the node cannot render is left out", () => {
    const denoises = job("1", {
      needs: { engine: "CYCLES", denoises: true, blender: null, savedBy: "3.4.0" },
    });
    const newer = job("2", { needs: { engine: "CYCLES", denoises: false, blender: null, savedBy: "4.1.0" } });
    expect(order([denoises, newer, job("3")])).toEqual(["3"]);
  });
  it("a file's scripts run only where they are isolated", () => {
    const runsScripts = job("1", {
      needs: { engine: "CYCLES", denoises: false, blender: null, savedBy: "3.4.0", runsFileScripts: true },
    });
    expect(order([runsScripts])).toEqual(["1"]);
    const open = { ...node, sandbox: { kind: "none" as const, note: "no bubblewrap" } };
    expect(orderJobs([runsScripts, job("2")], open, new Set()).map((choice) => choice.jobId)).toEqual(["2"]);
  });
});
