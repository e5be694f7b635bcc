/** What is wrong with a task, in Qarnot's words first, which its clients look for, and then in a sentence. */
import type { z } from "zod";
import { PlatformError } from "../errors.ts";

/** Shape: {name: "Too small."} → `Invalid task file. Invalid fields: name. Too small.` */
export function invalidTask(fields: Record<string, string>, cause?: unknown): PlatformError {
  const names = [...new Set(Object.keys(fields).map((path) => path.split(".")[0] ?? path))];
  const reasons = [...new Set(Object.values(fields))].join(" ");
  return new PlatformError(
    "invalid",
    `Invalid task file. Invalid fields: ${names.join(", ")}. ${reasons}`,
    fields,
    cause,
  );
}

export function invalidTaskInput(error: z.ZodError): PlatformError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.map(String).join(".") || "body"] ??= issue.message;
  return invalidTask(fields, error);
}

export const shortnameTaken = (shortname: string) =>
  invalidTask({ "shortname-uniqueness": `There is a task with the shortname ${shortname} already.` });
