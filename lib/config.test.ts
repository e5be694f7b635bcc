/** Defaults, what wins over what, and errors that name the variable. */
import { expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

const read = (env: Record<string, string> = {}) => readConfig(env, "/srv/hearth");

it("an empty environment is a farm on this machine alone", () => {
  const config = read();
  expect(config).toMatchObject({
    ports: { portal: 3000, api: 3001, storage: 3002 },
    dataDir: "/srv/hearth/data",
    databaseUrl: "pglite:///srv/hearth/data/db",
    storageUrl: "file:///srv/hearth/data/objects",
    farmUrl: "http://127.0.0.1:3001",
    bind: "127.0.0.1",
    origins: { portal: "http://localhost:3000", storage: "http://localhost:3002" },
    admin: { password: undefined, token: undefined },
  });
});

it("a host name opens the farm to the network and stands in every address", () => {
  const config = read({ HEARTH_HOST: "farm.example.org", PORT: "80" });
  expect(config.bind).toBe("0.0.0.0");
  expect(config.origins.portal).toBe("http://farm.example.org:80");
  const inside = read({ HEARTH_HOST: "farm.example.org", HEARTH_BIND: "10.0.0.2" });
  expect(inside).toMatchObject({ bind: "10.0.0.2", farmUrl: "http://10.0.0.2:3001" });
});

it("a variable set to nothing means its default", () => {
  expect(read({ PORT: "", HEARTH_ADMIN_EMAIL: "" }).ports.portal).toBe(3000);
});

it.each([
  ["PORT", "eighty", /PORT takes a port number, 1 to 65535\. It holds "eighty"\./],
  ["API_PORT", "70000", /API_PORT takes a port number/],
  ["DATABASE_URL", "mysql://x", /DATABASE_URL takes an address like postgres:/],
  ["STORAGE_URL", "/srv/objects", /STORAGE_URL takes an address like file:/],
  ["HEARTH_HOST", "https://farm", /HEARTH_HOST takes a host name without scheme/],
  ["HEARTH_ADMIN_EMAIL", "nobody", /HEARTH_ADMIN_EMAIL is not right: Write an e-mail address/],
  ["HEARTH_NEW_ACCOUNT_CREDITS", "-3", /HEARTH_NEW_ACCOUNT_CREDITS takes a number of credits/],
  ["HEARTH_LOG", "loud", /HEARTH_LOG takes info, warn or error/],
])("%s=%s is refused by name", (name, value, message) => {
  expect(() => read({ [name]: value })).toThrow(ConfigError);
  expect(() => read({ [name]: value })).toThrow(message);
});

it("a refused secret is not repeated", () => {
  for (const name of ["HEARTH_ADMIN_PASSWORD", "HEARTH_NODE_TOKEN", "NEXTAUTH_SECRET"]) {
    let message = "";
    try {
      read({ [name]: "hunter2" });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(name);
    expect(message).not.toContain("hunter2");
  }
});

it("three services on one port are refused", () => {
  expect(() => read({ PORT: "3001" })).toThrow("three different ports");
});
