/** zod's shapes → JSON Schema as an OpenAPI 3.1 document holds it: named ones once, under components. Pure. */
import { z } from "zod";
import { names } from "./names.ts";

export type JsonSchema = Record<string, unknown>;

const COMPONENTS = "#/components/schemas/";

/** References of one schema's own definitions, pointed at the document's. */
function repointed(value: unknown, own: string): unknown {
  if (Array.isArray(value)) return value.map((item) => repointed(item, own));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== "$ref" || typeof item !== "string") return [key, repointed(item, own)];
      return [key, item === "#" ? COMPONENTS + own : item.replace(/^#\/\$defs\//, COMPONENTS)];
    }),
  );
}

export interface SchemaBook {
  /** Named schemas met so far, by name. */
  components: Record<string, JsonSchema>;
  /** The schema as it travels (before any transform), or a reference to it. */
  of(schema: z.ZodType): JsonSchema;
}

export function createSchemaBook(): SchemaBook {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    of(schema) {
      const made = z.toJSONSchema(schema, {
        metadata: names,
        io: "input",
        target: "draft-2020-12",
        // What JSON Schema can't say (a transform, a custom check) says nothing.
        unrepresentable: "any",
      });
      const {
        $schema: _,
        $defs = {},
        id,
        ...root
      } = made as JsonSchema & { $defs?: Record<string, JsonSchema> };
      const own = typeof id === "string" ? id : "";
      for (const [name, { id: __, ...definition }] of Object.entries($defs))
        components[name] ??= repointed(definition, name) as JsonSchema;
      const name = names.get(schema)?.id;
      if (name === undefined) return repointed(root, own) as JsonSchema;
      components[name] ??= repointed(root, name) as JsonSchema;
      return { $ref: COMPONENTS + name };
    },
  };
}
