/** What people do: each verb with what it changes in the cache at once. The rest follows as live events. */
import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import type { Scope } from "#lib/domain/account.ts";
import type { Ceiling } from "#lib/domain/cap.ts";
import type { AccountId, JobId, ProjectId, TokenId } from "#lib/domain/ids.ts";
import type { CarbonFacts } from "#lib/domain/carbon.ts";
import type { RenderSettings } from "#lib/domain/render-settings.ts";
import type { StartWish } from "#lib/domain/start-within.ts";
import { takeJob } from "./apply-event.ts";
import { keys } from "./keys.ts";

export interface JobToSubmit {
  name: string;
  bucket: string;
  version?: number | null;
  settings: RenderSettings;
  ceiling?: Ceiling | undefined;
}

export interface QuoteToStart {
  projectId: ProjectId;
  settings: RenderSettings;
  start?: StartWish;
}

export const submitJob = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: async (job: JobToSubmit): Promise<JobId> => {
      // Only the form submits: other pages need not load what knows a task's shape.
      const { taskFromSettings } = await import("#lib/contract/translate/settings.ts");
      return (await farm.tasks.submit({ body: taskFromSettings(job) })).uuid;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.jobs }),
  });

export const removeVersion = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ projectId, number }: { projectId: ProjectId; number: number }) =>
      farm.projects.removeVersion({ params: { projectId, number } }),
    onSuccess: (_, { projectId }) => client.invalidateQueries({ queryKey: keys.project(projectId) }),
  });

export const stopJob = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (jobId: JobId) => farm.tasks.abort({ params: { jobId } }),
    onSuccess: (_, jobId) => client.invalidateQueries({ queryKey: keys.job(jobId), exact: true }),
  });

/** `frames`: a range text, or "failed" for all that failed or were canceled. */
export const retryFrames = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ jobId, frames }: { jobId: JobId; frames: string }): Promise<Job> =>
      farm.jobs.retry({ params: { jobId }, body: { frames } }),
    onSuccess: (job) => takeJob(client, job),
  });

export const startQuote = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: QuoteToStart): Promise<Quote> => farm.quotes.start({ body }),
    onSuccess: (quote) => {
      client.setQueryData<Quote>(keys.quote(quote.id), quote);
      if (quote.start !== null) void client.invalidateQueries({ queryKey: keys.quotes });
    },
  });

export const giveUpQuote = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (quoteId: JobId) => farm.quotes.giveUp({ params: { quoteId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.quotes }),
  });

/** `credits` null: no cap. */
export const setCap = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ jobId, credits, atCap }: Ceiling & { jobId: JobId }): Promise<Job> =>
      farm.jobs.setCap({ params: { jobId }, body: { credits, atCap } }),
    onSuccess: (job) => takeJob(client, job),
  });

/** `frames` null: every finished one. Answers the address of the .zip. */
export const archiveFrames = (farm: Farm) =>
  mutationOptions({
    mutationFn: ({ jobId, frames }: { jobId: JobId; frames: string | null }) =>
      farm.jobs.archive({ params: { jobId }, body: { frames } }),
  });

function takeAccount(client: QueryClient, account: Account): void {
  client.setQueryData<Account[]>(keys.accounts, (known) =>
    known?.map((a) => (a.id === account.id ? account : a)),
  );
}

export const createAccount = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: { email: string; role: "artist" | "admin"; grantCredits?: number }) =>
      farm.accounts.create({ body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.accounts }),
  });

export const grantCredits = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (grant: { accountId: AccountId; credits: number; note: string }) =>
      farm.accounts.grant({
        params: { accountId: grant.accountId },
        body: { credits: grant.credits, note: grant.note },
      }),
    onSuccess: (account) => takeAccount(client, account),
  });

export const setDisabled = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (change: { accountId: AccountId; isDisabled: boolean }) =>
      farm.accounts.setDisabled({
        params: { accountId: change.accountId },
        body: { isDisabled: change.isDisabled },
      }),
    onSuccess: (account) => takeAccount(client, account),
  });

export const setAllowsScripts = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (allowsScripts: boolean) => farm.farm.changeSettings({ body: { allowsScripts } }),
    onSuccess: (settings) => client.setQueryData(keys.farmSettings, settings),
  });

export const setCarbon = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: CarbonFacts) => farm.carbonSettings.set({ body }),
    onSuccess: (facts) => client.setQueryData(keys.carbon, facts),
  });

export const resetPassword = (farm: Farm) =>
  mutationOptions({
    mutationFn: (accountId: AccountId) => farm.accounts.resetPassword({ params: { accountId } }),
  });

export const createToken = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: { name: string; scope: Scope }) => farm.tokens.create({ body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });

export const revokeToken = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (tokenId: TokenId) => farm.tokens.revoke({ params: { tokenId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });

export const takeSample = (farm: Farm) => mutationOptions({ mutationFn: () => farm.projects.sample() });
