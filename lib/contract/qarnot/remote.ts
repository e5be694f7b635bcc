/**
 * The calls that a bridge makes on somebody else's platform: Qarnot's own, with what the bridge reads of the answers and
 * nothing more. Lists may be null there and fields may be missing, where our own platform always sends all of them.
 */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { taskCreation } from "./task.ts";

const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
const number = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

export const remoteTask = z.object({
  uuid: z.string(),
  state: z.string(),
  resultsCount: number,
  errors: listOf(z.object({ message: z.string().nullish() })),
  completedInstances: listOf(
    z.object({
      instanceId: z.number().int(),
      state: z.string().nullish(),
      /** Wall time of the payload on its node. Units: seconds, MiB, cores. */
      execTimeSec: number,
      peakMemoryMB: number,
      coreCount: number,
      error: z.object({ message: z.string().nullish() }).nullish(),
    }),
  ),
  status: z
    .object({
      runningInstancesInfo: z
        .object({
          perRunningInstanceInfo: listOf(
            z.object({
              instanceId: z.number().int(),
              phase: z.string().nullish(),
              /** Percent. */
              progress: number,
              currentMemoryMB: number,
            }),
          ),
        })
        .nullish(),
    })
    .nullish(),
});
export type RemoteTask = z.infer<typeof remoteTask>;

const params = z.object({ uuid: z.string() });

export const remote = {
  account: {
    info: endpoint({
      method: "GET",
      path: "/info",
      who: ["account"],
      summary: "Whose token it is, and how much may run at once.",
      reply: z.object({ email: z.string(), maxInstances: number, maxCores: number }),
    }),
    profiles: endpoint({
      method: "GET",
      path: "/profiles",
      who: ["account"],
      summary: "What can be run there.",
      reply: z.array(z.string()),
    }),
  },
  tasks: {
    submit: endpoint({
      method: "POST",
      path: "/tasks",
      who: ["account"],
      summary: "Submit.",
      body: taskCreation,
      reply: z.object({ uuid: z.string() }),
    }),
    get: endpoint({
      method: "GET",
      path: "/tasks/:uuid",
      who: ["account"],
      summary: "How far it is.",
      params,
      reply: remoteTask,
    }),
    tagged: endpoint({
      method: "GET",
      path: "/tasks",
      who: ["account"],
      summary: "Those with a tag.",
      query: z.object({ tag: z.string() }),
      reply: z.array(remoteTask),
    }),
    abort: endpoint({
      method: "POST",
      path: "/tasks/:uuid/abort",
      who: ["account"],
      summary: "Stop.",
      params,
    }),
  },
} as const;
export type Remote = typeof remote;
