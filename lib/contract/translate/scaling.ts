/** Scaling policies of the wire → our rules of slots. Pure. */
import type { SlotRule } from "#lib/domain/pool.ts";
import type { ElasticProperty } from "../qarnot/pool.ts";
import { DAYS, type ScalingPeriod, type ScalingPolicy, scalingPolicy } from "../qarnot/scaling.ts";

const MINUTES_A_DAY = 24 * 60;

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return hours * 60 + minutes + seconds / 60;
}

/** A period that ends before it begins runs into the next day; one of Saturday into Sunday. Null: always. */
function minutesOf(period: ScalingPeriod): { from: number; to: number }[] | null {
  if (period.type === "Always") return null;
  const start = minuteOf(period.startTimeUtc);
  const end = minuteOf(period.endTimeUtc);
  const week = DAYS.length * MINUTES_A_DAY;
  return period.days.flatMap((day) => {
    const from = DAYS.indexOf(day) * MINUTES_A_DAY + start;
    const to = from - start + (end < start ? end + MINUTES_A_DAY : end);
    return to < week
      ? [{ from, to }]
      : [
          { from, to },
          { from: from - week, to: to - week },
        ];
  });
}

function periodsOf(periods: readonly ScalingPeriod[] | null | undefined): SlotRule["periods"] {
  if (!periods || periods.length === 0) return null;
  const minutes = periods.map(minutesOf);
  return minutes.includes(null) ? null : minutes.flatMap((m) => m ?? []);
}

const MANY = 1_000_000;

const ruleOf = (policy: ScalingPolicy): SlotRule => ({
  name: policy.name ?? null,
  periods: periodsOf(policy.enabledPeriods),
  slots:
    policy.type === "Fixed"
      ? { kind: "fixed", count: policy.slotsCount }
      : {
          kind: "demand",
          least: policy.minTotalSlots ?? 0,
          most: policy.maxTotalSlots ?? MANY,
          idle: policy.minIdleSlots ?? 0,
        },
});

/** Positions of policies that can't be. */
export const wrongPolicies = (policies: readonly unknown[]): number[] =>
  policies.flatMap((policy, i) => (scalingPolicy.safeParse(policy).success ? [] : [i]));

/** The policies' rules; those of the obsolete elastic property where there are none. Policies must be right. */
export function rulesOf(
  policies: readonly unknown[],
  elastic: ElasticProperty | null | undefined,
): SlotRule[] {
  if (policies.length > 0) return policies.map((policy) => ruleOf(scalingPolicy.parse(policy)));
  if (elastic?.isElastic !== true) return [];
  const least = elastic.minTotalSlots ?? 0;
  const most = elastic.maxTotalSlots ?? MANY;
  return [
    {
      name: null,
      periods: null,
      slots: { kind: "demand", least, most: Math.max(least, most), idle: elastic.minIdleSlots ?? 0 },
    },
  ];
}
