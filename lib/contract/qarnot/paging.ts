/**
 * Listing by pages, with a filter. Source: Node's and C#'s filter builders, Python's `filter=`, OpenAPI
 * PageDetailRequest. Field names come in PascalCase; `In` takes `values` (C#) or a list as `value` (Python).
 */
import { z } from "zod";

export const COMPARISONS = [
  "Equal",
  "NotEqual",
  "LessThan",
  "LessThanOrEqual",
  "GreaterThan",
  "GreaterThanOrEqual",
  "Like",
  "In",
  "NotIn",
] as const;
export type Comparison = (typeof COMPARISONS)[number];

const scalar = z.union([z.string().max(2048), z.number(), z.boolean()]);

export interface FilterLeaf {
  operator: string;
  field: string;
  value?: string | number | boolean | (string | number | boolean)[] | null;
  values?: (string | number | boolean)[] | null;
}
export interface FilterNode {
  operator: string;
  filters: Filter[];
}
export type Filter = FilterNode | FilterLeaf;

/** How deep and how wide a filter may be: far more than any form builds. */
export const MAX_FILTER_DEPTH = 8;
export const MAX_FILTER_PARTS = 200;

const leaf = z.object({
  operator: z.string().max(40),
  field: z.string().max(200),
  value: z.union([scalar, z.array(scalar).max(1000)]).nullish(),
  values: z.array(scalar).max(1000).nullish(),
});
export const filter: z.ZodType<Filter> = z.lazy(() =>
  z.union([z.object({ operator: z.string().max(40), filters: z.array(filter).max(MAX_FILTER_PARTS) }), leaf]),
);

/** Default of Python's documentation. */
const PAGE_SIZE = 10;
const MAX_PAGE_SIZE = 1000;

export const pageRequest = z.object({
  token: z.string().max(4096).nullish(),
  filter: filter.nullish(),
  maximumResults: z
    .number()
    .int()
    .min(1)
    .nullish()
    .transform((n) => Math.min(n ?? PAGE_SIZE, MAX_PAGE_SIZE)),
  orderBy: z.string().max(40).nullish(),
  /** Python sends "ASC", Node "Descending"; both beginnings are taken. */
  orderType: z
    .string()
    .regex(/^(?:asc|desc)/i)
    .nullish(),
});
export type PageRequest = z.infer<typeof pageRequest>;

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    count: z.number().int(),
    total: z.number().int(),
    isTruncated: z.boolean(),
    nextToken: z.string().nullable(),
  });

/** `select` is accepted and everything sent: more than asked for harms no client. */
export const searchRequest = z.object({
  select: z.unknown().optional(),
  filter: filter.nullish(),
  maximumResults: z
    .number()
    .int()
    .min(1)
    .nullish()
    .transform((n) => Math.min(n ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE)),
});
