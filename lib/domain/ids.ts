/**
 * Branded ids: a JobId can't be passed where a ProjectId is meant. All ids are UUIDv7 text, so they sort by time.
 */
declare const brand: unique symbol;
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type AccountId = Branded<string, "AccountId">;
export type ProjectId = Branded<string, "ProjectId">;
export type UploadId = Branded<string, "UploadId">;
export type JobId = Branded<string, "JobId">;
export type LeaseId = Branded<string, "LeaseId">;
export type NodeId = Branded<string, "NodeId">;
export type TokenId = Branded<string, "TokenId">;
export type InspectionId = Branded<string, "InspectionId">;
export type BucketId = Branded<string, "BucketId">;
export type SourceId = Branded<string, "SourceId">;
export type PackId = Branded<string, "PackId">;
export type PoolId = Branded<string, "PoolId">;
export type SceneModelId = Branded<string, "SceneModelId">;
export type ShareId = Branded<string, "ShareId">;
export type JobGroupId = Branded<string, "JobGroupId">;

/**
 * A new UUIDv7: 48 bits of milliseconds, then random.
 * Source: RFC 9562 section 5.7.
 */
export function newId<Id extends string>(now: number = Date.now()): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id;
}
