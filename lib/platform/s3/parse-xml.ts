/** XML that S3's clients send, checked. */
import { XMLParser } from "fast-xml-parser";
import type { z } from "zod";
import { StorageError } from "./errors.ts";

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === "Part" || name === "Object",
});

/** The content of the root element. Errors: MalformedXML. */
export function parseXml<T>(text: string, root: string, shape: z.ZodType<T>): T {
  const malformed = (why: string) =>
    new StorageError(400, "MalformedXML", `The XML is not as it must be: ${why}`);
  // Entities of one's own are good for nothing but harm.
  if (/<!DOCTYPE/i.test(text)) throw malformed("it has a document type.");
  let parsed: unknown;
  try {
    parsed = (parser.parse(text) as Record<string, unknown>)[root];
  } catch {
    throw malformed("it can't be parsed.");
  }
  const found = shape.safeParse(parsed);
  if (!found.success) throw malformed(found.error.issues[0]?.message ?? "something is missing.");
  return found.data;
}
