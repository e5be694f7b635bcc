/** Waits until the farm has read an uploaded file, told by the event stream. */
import { watchEvents } from "#lib/client/event-stream.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import { CliError } from "./cli-error.ts";
import type { Connection } from "./connect.ts";
import { persist } from "./persist.ts";

/** Errors: CliError with the project's problem when Blender can't open the file. */
export async function awaitProject(
  connection: Connection,
  accountId: AccountId,
  project: Project,
  signal: AbortSignal,
): Promise<Project> {
  const now = readyOrThrow(project);
  if (now !== null) return now;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  try {
    for await (const message of watchEvents({
      baseUrl: connection.baseUrl,
      credential: connection.credential,
      topics: [`account:${accountId}`],
      signal: both,
    })) {
      if (message.type === "ready" || message.type === "reset") {
        const params = { projectId: project.id };
        const fresh = await persist(() => connection.farm.projects.get({ params, signal: both }), both);
        const ready = readyOrThrow(fresh);
        if (ready !== null) return ready;
      } else if (message.type === "event" && message.event.type === "project.changed") {
        const ready = message.event.project.id === project.id ? readyOrThrow(message.event.project) : null;
        if (ready !== null) return ready;
      }
    }
  } finally {
    stop.abort();
  }
  signal.throwIfAborted();
  throw new CliError("The farm's events ended before the file was read. Try again.");
}

function readyOrThrow(project: Project): Project | null {
  switch (project.state) {
    case "ready":
      return project;
    case "unreadable":
      throw new CliError(`The farm can't open ${project.name}: ${project.problem ?? "no reason was given."}`);
    case "inspecting":
      return null;
    default:
      return project.state satisfies never;
  }
}
