/** The door of the node program: `runAgent` makes this machine a node of the farm until its signal fires. */
export { type AgentOptions, runAgent } from "./agent.ts";
export { WorkDirTaken } from "./identity.ts";
