/**
 * Credits. Qarnot's number is euros; here it is our credits, core-minutes: an account's balance, and what a task or a
 * pool's tasks were charged. Source: Python's credits_client.py.
 */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { ifAny } from "./shared.ts";

const amount = z.object({ credits: z.number() });
const reference = z.string().min(1).max(255);
const who = ["account"] as const;

const budget = z.object({
  uuid: z.string(),
  alias: z.string(),
  consumedAmountInCents: z.number(),
  totalAmountInCents: z.number(),
  remainingAmountInCents: z.number(),
  budgetOverrunPolicy: z.string(),
  startDateUtc: z.string(),
  expirationDateUtc: z.string(),
  isArchived: z.boolean(),
});

export const wireCredits = {
  account: endpoint({
    method: "GET",
    path: "/credits/v1/accounts/credits",
    who,
    summary: "The caller's balance in credits (core-minutes), less what running tasks hold.",
    reply: amount,
  }),
  task: endpoint({
    method: "GET",
    path: "/credits/v1/tasks/:task/credits",
    who,
    summary: "Credits that a task was charged so far.",
    params: z.object({ task: reference }),
    reply: amount,
  }),
  pool: endpoint({
    method: "GET",
    path: "/credits/v1/pools/:pool/credits",
    who,
    summary: "Credits that a pool's tasks were charged so far.",
    params: z.object({ pool: reference }),
    reply: amount,
  }),
  budgets: endpoint({
    method: "GET",
    path: "/credits/v1/projects/:project/budgets",
    who,
    summary: "Budgets of the caller's project, which has none: an account spends its credits and no more.",
    params: z.object({ project: z.uuid() }),
    query: z.object({ activeOnly: ifAny }),
    reply: z.object({ budgets: z.array(budget) }),
  }),
};
