/**
 * Energy and carbon. Source: the names that Python's carbon_facts.py and Node read (the OpenAPI document has others, which
 * no client reads). What the figures are: docs/carbon.md.
 */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";

export const taskCarbon = z.object({
  total_consumed_energy_Wh: z.number(),
  total_energy_it_Wh: z.number(),
  total_reused_energy_Wh: z.number(),
  /** Grams of CO2 equivalent, like all below. */
  qarnot_carbon_footprint: z.number(),
  equivalent_datacenter_name: z.string(),
  equivalent_DC_carbon_footprint: z.number(),
  saved_carbon_footprint_compute: z.number(),
  saved_carbon_footprint_heat: z.number(),
  saved_carbon_footprint_compute_heat: z.number(),
  saved_carbon_footprint_percent: z.number(),
  PUE: z.number(),
  ERE: z.number(),
  ERF: z.number(),
  WUE: z.number(),
});
export type TaskCarbon = z.infer<typeof taskCarbon>;

const query = z.object({ comparisonDatacenter: z.string().max(200).optional() });
const reference = z.string().min(1).max(255);

export const carbon = {
  ofTask: endpoint({
    method: "GET",
    path: "/carbon/v1/tasks/:task/carbon-facts",
    who: ["account"],
    summary: "Energy and carbon of a task, from its core-seconds.",
    params: z.object({ task: reference }),
    query,
    reply: taskCarbon,
  }),
  ofPool: endpoint({
    method: "GET",
    path: "/carbon/v1/pools/:pool/carbon-facts",
    who: ["account"],
    summary: "The same of all tasks of a pool.",
    params: z.object({ pool: reference }),
    query,
    reply: taskCarbon,
  }),
};
