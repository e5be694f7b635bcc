/** A job's cap ⇄ the constants HEARTH_CAP (whole credits) and HEARTH_AT_CAP (pause, stop) of its task. Pure. */
import { AT_CAP, type Ceiling } from "#lib/domain/cap.ts";
import { capCredits } from "#lib/domain/cap-credits.ts";
import type { TaskCreation } from "../qarnot/task.ts";
import { TranslationError } from "./settings.ts";

type Constants = TaskCreation["constants"];
const [CAP, WHAT] = ["HEARTH_CAP", "HEARTH_AT_CAP"];

/** Errors: TranslationError naming the constant. */
export function ceilingOf(constants: Constants): Ceiling {
  const text = (key: string) => constants.findLast((c) => c.key === key)?.value.trim() ?? "";
  const atCap = AT_CAP.find((word) => word === (text(WHAT) || "pause"));
  if (atCap === undefined)
    throw new TranslationError(WHAT, `${WHAT} must be pause or stop, not "${text(WHAT)}".`);
  if (text(CAP) === "") return { credits: null, atCap };
  const read = capCredits.safeParse(Number(text(CAP)));
  if (read.success) return { credits: read.data, atCap };
  throw new TranslationError(CAP, `${CAP}: ${read.error.issues[0]?.message ?? "That is no cap."}`);
}

/** The constants with this cap instead of the one they had. */
export function withCapConstants(constants: Constants, { credits, atCap }: Ceiling): Constants {
  const others = constants.filter(({ key }) => key !== CAP && key !== WHAT);
  if (credits === null) return others;
  return [...others, { key: CAP, value: String(credits) }, { key: WHAT, value: atCap }];
}
