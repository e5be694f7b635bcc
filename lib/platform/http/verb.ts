/** What stands behind a call: a function from its parsed input to its answer. */
import type { AnswerOf, ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import type { Exchange } from "./router.ts";
import type { WrittenAnswer } from "./written-answer.ts";

/** `exchange`: for those that read or write bytes themselves. */
export type Verb<E> = (
  ctx: Ctx,
  input: ParsedOf<E>,
  exchange: Exchange,
) => Promise<AnswerOf<E> | WrittenAnswer>;
export type Handlers = { [G in keyof Api]: { [V in keyof Api[G]]: Verb<Api[G][V]> } };
