/** What pages ask and do about plain commands (profile `script`). */
import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { TaskCreationInput } from "#lib/contract/qarnot/task.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { keys } from "./keys.ts";

export const COMMAND_PROFILE = "script";

/** Whether an administrator lets accounts run commands: the profile is told then. */
export const allowsCommandsQuery = (farm: Farm) =>
  queryOptions({
    queryKey: keys.profiles,
    queryFn: ({ signal }) => farm.platform.profiles({ signal }),
    select: (profiles) => profiles.includes(COMMAND_PROFILE),
  });

export const submitCommand = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: async (body: TaskCreationInput): Promise<JobId> => (await farm.tasks.submit({ body })).uuid,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.jobs }),
  });
