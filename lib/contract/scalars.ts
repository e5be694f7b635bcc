/** Small shapes that many calls share. */
import { z } from "zod";
import type {
  AccountId,
  Branded,
  InspectionId,
  JobId,
  LeaseId,
  NodeId,
  PackId,
  ProjectId,
  SceneModelId,
  ShareId,
  SourceId,
  TokenId,
  UploadId,
} from "#lib/domain/ids.ts";

const id = <Id extends Branded<string, string>>() =>
  z.uuid("That is not an id of ours.").transform((text) => text.toLowerCase() as Id);

export const accountId = id<AccountId>();
export const projectId = id<ProjectId>();
export const uploadId = id<UploadId>();
export const jobId = id<JobId>();
export const leaseId = id<LeaseId>();
export const nodeId = id<NodeId>();
export const tokenId = id<TokenId>();
export const inspectionId = id<InspectionId>();
export const packId = id<PackId>();
export const sceneModelId = id<SceneModelId>();
export const shareId = id<ShareId>();
export const sourceId = id<SourceId>();

/** ISO 8601 with a zone. */
export const timestamp = z.iso.datetime();
export const micro = z.number().int();
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, "A SHA-256 is 64 hexadecimal digits.")
  .transform((text) => text.toLowerCase());
export const count = z.number().int().nonnegative();
/** A number in a query string. */
export const queryNumber = z.coerce.number().int();
