/** The password is shown when it was made up, and only then. */
import { expect, it } from "vitest";
import { readConfig } from "#lib/config.ts";
import { welcome } from "./welcome.ts";

const config = readConfig({}, "/srv/hearth");
const all = new Set(["platform", "portal", "agent"] as const);
const text = (createdAdmin: { email: string; password: string | null } | null) =>
  welcome({ config, services: all, createdAdmin }).join("\n");

it("the first start shows addresses, the made-up password and what to do next", () => {
  const said = text({ email: "ada@example.org", password: "warm-ember-41" });
  for (const part of [
    "http://localhost:3000",
    "http://localhost:3001",
    "http://localhost:3002",
    "ada@example.org",
    "warm-ember-41",
    "Open http://localhost:3000, sign in, and click “Render the sample scene”.",
  ])
    expect(said).toContain(part);
});

it("later starts, and a password of the environment's, show none", () => {
  expect(text(null)).not.toContain("Password");
  expect(text({ email: "ada@example.org", password: null })).toContain("as set in HEARTH_ADMIN_PASSWORD");
});

it("a node alone names its farm and no portal", () => {
  const said = welcome({ config, services: new Set(["agent"]), createdAdmin: null }).join("\n");
  expect(said).toContain("rendering for http://127.0.0.1:3001");
  expect(said).not.toContain("Portal");
});
