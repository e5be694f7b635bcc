/** Small shapes of the wire that tasks, jobs and pools share. */
import { z } from "zod";

/** Clients write null for a list that is empty. */
export const listOf = <Item extends z.ZodType>(item: Item, most: number) =>
  z
    .array(item)
    .max(most)
    .nullish()
    .transform((list) => list ?? []);

export const keyValue = z.object({
  key: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+$/)
    .max(2048),
  /** Old scripts send numbers. */
  value: z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(z.string().max(2048)),
});

export const MAX_TAGS = 10;
export const tag = z.string().max(511);
export const tags = listOf(tag, MAX_TAGS);

/** Shape: ?tag=a&tag=b → {tag: ["a", "b"]} */
export const tagQuery = z.object({
  tag: z.union([z.string().max(511), z.array(z.string().max(511)).max(100)]).optional(),
});

export const shortname = z
  .string()
  .max(255)
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
    "Use letters, digits and hyphens, no hyphen at an end.",
  )
  .nullish();

/** .NET's `[d.]hh:mm:ss[.fffffff]`. */
export const timeSpan = z
  .string()
  .regex(/^(?:\d{1,8}\.)?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,7})?$/)
  .nullish();

/** A yes or no in a query string: Python writes `True`, C# `true`. */
export const ifAny = z
  .string()
  .regex(/^(?:true|false|1|0|)$/i)
  .default("false")
  .transform((text) => /^(?:true|1)$/i.test(text));

export const labels = z
  .record(z.string().max(512), z.string().max(2048))
  .nullish()
  .transform((given) => given ?? {});

export const secretsAccessRights = z.object({
  bySecret: listOf(z.object({ key: z.string().max(2048) }), 1000),
  byPrefix: listOf(z.object({ prefix: z.string().max(2048) }), 1000),
});
