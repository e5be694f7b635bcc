/** The theme that the reader chose, from its cookie. */
import "server-only";
import { cookies } from "next/headers";

export async function readTheme(): Promise<"dark" | "light"> {
  return (await cookies()).get("theme")?.value === "light" ? "light" : "dark";
}
