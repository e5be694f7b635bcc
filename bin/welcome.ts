/** What `hearth serve` says when it is up: where it is, who may sign in, what to do next. Pure. */
import type { Config } from "#lib/config.ts";
import type { FirstAdmin } from "#lib/platform/index.ts";

/** The password is in these lines only at the start that made it. */
export function welcome(facts: {
  config: Config;
  services: ReadonlySet<"platform" | "portal" | "agent">;
  createdAdmin: FirstAdmin | null;
}): string[] {
  const { config, services, createdAdmin } = facts;
  const lines = ["", "Hearth is up."];
  if (services.has("portal")) lines.push(`  Portal   ${config.origins.portal}`);
  if (services.has("platform")) {
    lines.push(`  API      ${config.origins.api}`, `  Storage  ${config.origins.storage}`);
  }
  if (services.has("agent"))
    lines.push(
      `  Node     ${config.nodeName}, ${config.remote === null ? `rendering for ${config.farmUrl}` : `whose frames ${config.remote.url} renders`}`,
    );
  lines.push(`  Data     ${config.dataDir}`);
  if (createdAdmin !== null) {
    lines.push("", "The first administrator:", `  E-mail    ${createdAdmin.email}`);
    lines.push(
      createdAdmin.password === null
        ? "  Password  as set in HEARTH_ADMIN_PASSWORD"
        : `  Password  ${createdAdmin.password}   (shown this once; keep it)`,
    );
  }
  if (services.has("portal")) {
    lines.push("", `Open ${config.origins.portal}, sign in, and click “Render the sample scene”.`);
  }
  lines.push("");
  return lines;
}
