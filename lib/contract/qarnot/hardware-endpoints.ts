/** Which hardware a task may ask for: what the farm's nodes are. Source: OpenAPI HardwareConstraintOffsetPagedResponse. */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { hardwareConstraint } from "./hardware.ts";

const whole = z.coerce.number().int().min(0);

export const hardware = {
  list: endpoint({
    method: "GET",
    path: "/hardware-constraints",
    who: ["account"],
    summary: "Constraints that at least one of the farm's nodes meets, from `offset`.",
    query: z.object({ limit: whole.max(1000).default(50), offset: whole.default(0) }),
    reply: z.object({
      data: z.array(hardwareConstraint),
      offset: z.number().int(),
      limit: z.number().int(),
      total: z.number().int(),
    }),
  }),
  searchModels: endpoint({
    method: "GET",
    path: "/hardware-constraints/cpu-model-constraints/search",
    who: ["account"],
    summary: "Processors of the farm whose name holds these words.",
    query: z.object({ cpuModel: z.string().max(512).default("") }),
    reply: z.array(hardwareConstraint),
  }),
  portForward: endpoint({
    method: "GET",
    path: "/network/tasks/:task/port-forward",
    who: ["account"],
    summary: "Forwarded ports of each instance. Payloads have no network, so the one object is empty.",
    params: z.object({ task: z.string().min(1).max(255) }),
    reply: z.object({ "0": z.object({}) }),
  }),
};
