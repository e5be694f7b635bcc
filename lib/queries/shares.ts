/** Share links: the owner's list of them, and what a guest with one asks. */
import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { Share } from "#lib/contract/farm/shares.ts";
import type { JobId, ShareId } from "#lib/domain/ids.ts";
import { PICTURES_A_PAGE } from "#lib/domain/share-link.ts";
import { keys } from "./keys.ts";

export const sharesQuery = (farm: Farm, jobId: JobId) =>
  queryOptions({
    queryKey: keys.shares(jobId),
    queryFn: ({ signal }) => farm.shares.list({ params: { jobId }, signal }),
  });

export interface NewShare {
  jobId: JobId;
  title: string;
  note: string;
  expiresAt: string | null;
  password: string | null;
  allowsDownload: boolean;
  showsFacts: boolean;
}

/** Answers the text that ends its address, which is never told again. */
export const createShare = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ jobId, ...body }: NewShare) => farm.shares.create({ params: { jobId }, body }),
    onSuccess: ({ share }) =>
      client.setQueryData<Share[]>(keys.shares(share.jobId), (known) =>
        known?.some((one) => one.id === share.id) === true ? known : [share, ...(known ?? [])],
      ),
  });

export const revokeShare = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ shareId }: { shareId: ShareId; jobId: JobId }) =>
      farm.shares.revoke({ params: { shareId } }),
    onSuccess: (_, { jobId }) => client.invalidateQueries({ queryKey: keys.shares(jobId), exact: true }),
  });

/** A guest's own words: the link's text and the key that opening it answered. */
export interface GuestPass {
  token: string;
  key: string;
}

const guestKey = ({ token }: GuestPass) => ["shared", token] as const;

export const sharedJobQuery = (farm: Farm, pass: GuestPass) =>
  queryOptions({
    queryKey: [...guestKey(pass), "job"],
    queryFn: ({ signal }) =>
      farm.shared.look({ params: { token: pass.token }, query: { key: pass.key }, signal }),
  });

/** `page`: which hundred frames. `done`: how many of them have a picture; another number is another answer. */
export const sharedPicturesQuery = (farm: Farm, pass: GuestPass, page: number, done: number) =>
  queryOptions({
    queryKey: [...guestKey(pass), "pictures", page, done],
    queryFn: ({ signal }) =>
      farm.shared.pictures({
        params: { token: pass.token },
        query: { key: pass.key, from: page * PICTURES_A_PAGE },
        signal,
      }),
    enabled: done > 0,
  });

export const sharedFrameQuery = (farm: Farm, pass: GuestPass, frame: number, isDone: boolean) =>
  queryOptions({
    queryKey: [...guestKey(pass), "frame", frame],
    queryFn: ({ signal }) =>
      farm.shared.frame({ params: { token: pass.token, frame }, query: { key: pass.key }, signal }),
    enabled: isDone,
  });
