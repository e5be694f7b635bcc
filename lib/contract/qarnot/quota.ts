/** Computing quotas. Source: OpenAPI ComputingQuotasOutput; Python reads runningCoresCount, the document says runningCoreCount. */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";

const whole = z.number().int();
export const schedulingQuota = z.object({
  maxInstances: whole,
  maxCores: whole,
  runningInstancesCount: whole,
  runningCoresCount: whole,
  runningCoreCount: whole,
});

/** No machine is reserved for anybody, so the list is empty. */
export const userQuotas = z.object({
  flex: schedulingQuota,
  onDemand: schedulingQuota,
  reserved: z.array(schedulingQuota.extend({ reservationName: z.string(), machineKey: z.string() })),
});
export type UserQuotas = z.infer<typeof userQuotas>;

export const quotas = {
  user: endpoint({
    method: "GET",
    path: "/quotas/computing-quotas/user",
    who: ["account"],
    summary: "How much may run at once, and how much does. Everything is scheduled alike and counts as flex.",
    reply: userQuotas,
  }),
  organization: endpoint({
    method: "GET",
    path: "/quotas/computing-quotas/organization",
    who: ["account"],
    summary: "Always 404: accounts belong to no organization.",
    reply: userQuotas.extend({ name: z.string() }),
  }),
};
