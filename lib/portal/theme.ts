/** The theme that the reader chose, from its cookie; without one the system's own is followed. */
import "server-only";
import { cookies } from "next/headers";

export async function readTheme(): Promise<"system" | "dark" | "light"> {
  const chosen = (await cookies()).get("theme")?.value;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}
