/** What stands behind a call: a function from its parsed input to its answer. */
import type { AnswerOf, ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import type { WrittenAnswer } from "./written-answer.ts";

export type Verb<E> = (ctx: Ctx, input: ParsedOf<E>) => Promise<AnswerOf<E> | WrittenAnswer>;
export type Handlers = { [G in keyof Api]: { [V in keyof Api[G]]: Verb<Api[G][V]> } };
