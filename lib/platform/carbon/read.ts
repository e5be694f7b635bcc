/** carbon.ofTask and ofPool. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { TaskCarbon } from "#lib/contract/qarnot/carbon.ts";
import { footprintOf, type MeasuredEnergy } from "#lib/domain/carbon.ts";
import type { Ctx } from "../context.ts";
import { taskFor } from "../tasks/find.ts";
import { poolFor } from "../pools/find.ts";
import { readCarbonFacts } from "./settings.ts";

async function present(ctx: Ctx, coreSeconds: number, measured: MeasuredEnergy): Promise<TaskCarbon> {
  const facts = await readCarbonFacts(ctx);
  const footprint = footprintOf(coreSeconds, facts, measured);
  return {
    total_consumed_energy_Wh: footprint.totalWh,
    total_energy_it_Wh: footprint.machineWh,
    total_reused_energy_Wh: footprint.reusedWh,
    qarnot_carbon_footprint: footprint.grams,
    equivalent_datacenter_name: facts.reference.name,
    equivalent_DC_carbon_footprint: footprint.referenceGrams,
    saved_carbon_footprint_compute: footprint.savedByComputing,
    saved_carbon_footprint_heat: footprint.savedByHeat,
    saved_carbon_footprint_compute_heat: footprint.savedByComputing + footprint.savedByHeat,
    saved_carbon_footprint_percent: footprint.savedPercent,
    PUE: facts.pue,
    ERE: footprint.ere,
    ERF: facts.heatReused,
    WUE: facts.litresPerKwh,
  };
}

export async function carbonOfTask(
  ctx: Ctx,
  { params }: ParsedOf<Api["carbon"]["ofTask"]>,
): Promise<TaskCarbon> {
  const job = await taskFor(ctx, "read", params.task);
  return present(ctx, job.coreSeconds, { joules: job.measuredJoules, coreSeconds: job.measuredCoreSeconds });
}

/** Of deleted tasks too: what was drawn was drawn. */
export async function carbonOfPool(
  ctx: Ctx,
  { params }: ParsedOf<Api["carbon"]["ofPool"]>,
): Promise<TaskCarbon> {
  const { id } = await poolFor(ctx, params.pool);
  const [sum] = await ctx.db.query<{ coreSeconds: number; joules: number; measured: number }>(
    `select coalesce(sum(core_seconds), 0)::float8 as "coreSeconds", coalesce(sum(measured_joules), 0)::float8 as joules,
       coalesce(sum(measured_core_seconds), 0)::float8 as measured
     from jobs where task->>'poolUuid' = $1`,
    [id],
  );
  const { coreSeconds, joules, measured } = sum ?? { coreSeconds: 0, joules: 0, measured: 0 };
  return present(ctx, coreSeconds, { joules, coreSeconds: measured });
}
