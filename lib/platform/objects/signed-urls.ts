/** The signed URLs that browsers and nodes get: SigV4, so that our own endpoint and a real S3 look the same to them. */
import type { Clock } from "#lib/time.ts";
import { encodePath, encodeRfc3986, presign, type SigningScope } from "../s3/sigv4.ts";

/** Units: seconds. All GETs signed within one window are the same text, so caches keep what they have. */
const GET_WINDOW = 3600;
/** The least that a GET is good for, beyond the window. */
const GET_SECONDS = 6 * 3600;
const PUT_SECONDS = 24 * 3600;

export interface SignedUrls {
  get(bucket: string, key: string, downloadName?: string): string;
  put(bucket: string, key: string): string;
  part(bucket: string, key: string, multipartId: string, part: number): string;
}

/**
 * Shape: `schön "1".png` → `attachment; filename="sch_n _1_.png"; filename*=UTF-8''sch%C3%B6n%20%221%22.png`
 * Source: RFC 6266, with RFC 5987 for what is beyond ASCII.
 */
export function contentDisposition(downloadName: string): string {
  const name = downloadName.replace(/[\p{Cc}/\\]/gu, "_");
  const ascii = name.replace(/[^ -~]|["%]/gu, "_");
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeRfc3986(name.toWellFormed())}`;
}

export function createSignedUrls(scope: SigningScope, origin: string, clock: Clock): SignedUrls {
  const put = (bucket: string, key: string, query: Record<string, string>) =>
    presign(scope, {
      method: "PUT",
      origin,
      path: encodePath(bucket, key),
      query,
      at: clock.now(),
      expiresSeconds: PUT_SECONDS,
    });
  return {
    get: (bucket, key, downloadName) =>
      presign(scope, {
        method: "GET",
        origin,
        path: encodePath(bucket, key),
        query:
          downloadName === undefined
            ? {}
            : { "response-content-disposition": contentDisposition(downloadName) },
        at: Math.floor(clock.now() / (GET_WINDOW * 1000)) * GET_WINDOW * 1000,
        expiresSeconds: GET_WINDOW + GET_SECONDS,
      }),
    put: (bucket, key) => put(bucket, key, {}),
    part: (bucket, key, multipartId, part) =>
      put(bucket, key, { partNumber: String(part), uploadId: multipartId }),
  };
}
