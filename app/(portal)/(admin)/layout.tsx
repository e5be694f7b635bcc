/** The administrators' gate; to others these pages do not exist. */
import type { ReactNode } from "react";
import { requireAdmin } from "#lib/portal/session.ts";

export default async function AdminLayout({ children }: { children: ReactNode }): Promise<ReactNode> {
  await requireAdmin();
  return children;
}
