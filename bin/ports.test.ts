/** What a person reads when a port can't be had. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { checkPorts } from "./ports.ts";

const taken = createServer();
afterEach(() => taken.close());

it("a taken port is told with its number and the variable to change", async () => {
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  const check = () => checkPorts([{ number: port, variable: "API_PORT", host: "127.0.0.1" }]);
  await expect(check()).rejects.toThrow(
    `Port ${port} is taken by another program. Stop it, or choose another port with API_PORT=….`,
  );
  await new Promise((resolve) => taken.close(resolve));
  await expect(check()).resolves.toBeUndefined();
});

it("an address of another machine is told as one", async () => {
  await expect(checkPorts([{ number: 3390, variable: "PORT", host: "192.0.2.1" }])).rejects.toThrow(
    "192.0.2.1 is not an address of this machine. Change HEARTH_BIND.",
  );
});
