/** A cap as the API takes it. Apart from cap.ts: pages that show one need no schemas. */
import { z } from "zod";
import { capProblem, MAX_CAP_CREDITS } from "./cap.ts";

const told = ({ input }: { input: unknown }) => capProblem(Number(input)) ?? "The cap must be a number.";

export const capCredits = z
  .number({ error: "The cap must be a number of credits." })
  .int({ error: told })
  .min(1, { error: told })
  .max(MAX_CAP_CREDITS, { error: told });
