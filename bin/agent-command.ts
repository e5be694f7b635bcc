/** `hearth agent`: a render node alone, for a farm elsewhere. */
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { CliError } from "#lib/cli/cli-error.ts";
import { readConfig } from "#lib/config.ts";
import { lockDataFolder } from "./data-lock.ts";
import { leveledLog } from "./leveled-log.ts";
import { startAgent } from "./services/agent.ts";

export async function agentCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { farm: { type: "string" }, name: { type: "string" } } });
  const config = readConfig({
    ...process.env,
    ...(values.farm && { FARM_URL: values.farm }),
    ...(values.name && { HEARTH_NODE_NAME: values.name }),
  });
  const nodeToken = config.secrets.node;
  if (nodeToken === null)
    throw new CliError(
      "A node needs the farm's HEARTH_NODE_TOKEN. It is set in the farm's environment, or kept in its data folder as secrets.json → node.",
    );
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  await lockDataFolder(config.dataDir, "agent");
  const log = leveledLog("agent", config.logLevel);
  const { farmUrl, nodeName, dataDir } = config;
  const agent = await startAgent({ farmUrl, nodeToken, nodeName, dataDir, remote: null, log });
  process.stdout.write(`Node ${nodeName} renders for ${farmUrl}. Ctrl-C gives its frames back and ends.\n`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      agent.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  await agent.ended;
  return 0;
}
