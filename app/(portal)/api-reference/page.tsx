/** The API, call by call: what each takes and answers, examples that run, and a form that makes the call. */
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ApiReference } from "#components/api/api-reference.tsx";
import { readReference } from "#lib/contract/openapi/reference.ts";
import { requireSession } from "#lib/portal/session.ts";

export const metadata: Metadata = { title: "API reference" };

export default async function ApiReferencePage(): Promise<ReactNode> {
  const session = await requireSession();
  const { groups, shapes } = readReference();
  // What only administrators may do would be noise to everybody else.
  const calls = groups
    .map((group) => ({
      ...group,
      calls: group.calls.filter((call) => session.role === "admin" || !call.isForAdmins),
    }))
    .filter((group) => group.calls.length > 0);
  return <ApiReference groups={calls} shapes={shapes} />;
}
