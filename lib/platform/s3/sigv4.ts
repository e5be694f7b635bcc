/**
 * AWS Signature Version 4 in the query ("presigned URLs"): signing and verifying share the canonical form, and verifying
 * works on the path and query exactly as they came, before anything decodes them.
 * Source: docs.aws.amazon.com, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export interface Credentials {
  accessKey: string;
  secretKey: string;
}

export interface SigningScope {
  credentials: Credentials;
  region: string;
}

export type Refusal = "AccessDenied" | "SignatureDoesNotMatch" | "InvalidAccessKeyId" | "ExpiredToken";

const ALGORITHM = "AWS4-HMAC-SHA256";
/** A week, S3's longest. Units: seconds. */
const MAX_EXPIRES = 604_800;
/** Clocks of other machines may be ahead. Units: milliseconds. */
const MAX_SKEW_MS = 15 * 60_000;

/** RFC 3986: everything but the unreserved characters, which is stricter than encodeURIComponent. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Shape: ("bucket", "a b/c.png") → "/bucket/a%20b/c.png" */
export function encodePath(bucket: string, key: string): string {
  return `/${bucket}/${key.split("/").map(encodeRfc3986).join("/")}`;
}

/** Units: milliseconds since 1970 → "20260203T040506Z" */
function amzDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

interface Canonical {
  method: string;
  /** Encoded, as it is in the request line. */
  path: string;
  /** Decoded pairs without the signature. */
  query: readonly (readonly [string, string])[];
  /** Lower-case names, sorted. */
  headers: readonly (readonly [string, string])[];
}

function signatureOf(request: Canonical, date: string, scope: string, secretKey: string): string {
  const query = request.query
    .map(([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort((a, b) => (a[0] === b[0] ? compare(a[1], b[1]) : compare(a[0], b[0])))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const canonical = [
    request.method,
    request.path,
    query,
    ...request.headers.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, " ")}`),
    "",
    request.headers.map(([name]) => name).join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const [day = "", region = "", service = "", end = ""] = scope.split("/");
  const key = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, day), region), service), end);
  return hmac(key, [ALGORITHM, date, scope, digest].join("\n")).toString("hex");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Units: `at` milliseconds since 1970, `expiresSeconds` from then. `path` is encoded. */
export function presign(
  scope: SigningScope,
  request: {
    method: string;
    origin: string;
    path: string;
    query?: Record<string, string>;
    at: number;
    expiresSeconds: number;
  },
): string {
  const date = amzDate(request.at);
  const credentialScope = `${date.slice(0, 8)}/${scope.region}/s3/aws4_request`;
  const query: [string, string][] = Object.entries({
    ...request.query,
    "X-Amz-Algorithm": ALGORITHM,
    "X-Amz-Credential": `${scope.credentials.accessKey}/${credentialScope}`,
    "X-Amz-Date": date,
    "X-Amz-Expires": String(request.expiresSeconds),
    "X-Amz-SignedHeaders": "host",
  });
  const { host } = new URL(request.origin);
  const signature = signatureOf(
    { method: request.method, path: request.path, query, headers: [["host", host]] },
    date,
    credentialScope,
    scope.credentials.secretKey,
  );
  const text = [...query, ["X-Amz-Signature", signature]]
    .map(([name = "", value = ""]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .join("&");
  return `${request.origin}${request.path}?${text}`;
}

/** The pairs of a raw query, decoded; null when it can't be decoded. */
export function parseQuery(raw: string): [string, string][] | null {
  try {
    return raw
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => {
        const equals = pair.indexOf("=");
        return equals < 0
          ? [decodeURIComponent(pair), ""]
          : [decodeURIComponent(pair.slice(0, equals)), decodeURIComponent(pair.slice(equals + 1))];
      });
  } catch {
    return null;
  }
}

/**
 * Null when the request is signed with our key, unexpired, for this very method, path and query.
 * `hosts`: what the host may have been when it was signed: the Host header, and our public one behind a proxy.
 */
export function verifyPresigned(
  scope: SigningScope,
  request: {
    method: string;
    path: string;
    query: readonly (readonly [string, string])[];
    headers: Record<string, string | string[] | undefined>;
    hosts: readonly string[];
    now: number;
  },
): Refusal | null {
  const query = new Map(request.query);
  // A name twice could be read once here and otherwise there.
  if (query.size !== request.query.length || query.get("X-Amz-Algorithm") !== ALGORITHM)
    return "AccessDenied";
  const [accessKey = "", ...scopeParts] = (query.get("X-Amz-Credential") ?? "").split("/");
  const date = query.get("X-Amz-Date") ?? "";
  const expires = query.get("X-Amz-Expires") ?? "";
  const signature = query.get("X-Amz-Signature") ?? "";
  const signedHeaders = (query.get("X-Amz-SignedHeaders") ?? "").split(";");
  const day = date.slice(0, 8);
  if (
    scopeParts.join("/") !== `${day}/${scope.region}/s3/aws4_request` ||
    !/^\d{8}T\d{6}Z$/.test(date) ||
    !/^\d{1,6}$/.test(expires) ||
    Number(expires) > MAX_EXPIRES ||
    !/^[0-9a-f]{64}$/.test(signature) ||
    !signedHeaders.includes("host")
  )
    return "AccessDenied";
  if (accessKey !== scope.credentials.accessKey) return "InvalidAccessKeyId";

  const pairs = request.query.filter(([name]) => name !== "X-Amz-Signature");
  const isOurs = request.hosts.some((host) => {
    const headers = signedHeaders.map((name) => {
      const value = name === "host" ? host : (request.headers[name] ?? "");
      return [name, Array.isArray(value) ? value.join(",") : value] as const;
    });
    const expected = signatureOf(
      { method: request.method, path: request.path, query: pairs, headers },
      date,
      scopeParts.join("/"),
      scope.credentials.secretKey,
    );
    return timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
  });
  if (!isOurs) return "SignatureDoesNotMatch";

  const signedAt = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (Number.isNaN(signedAt) || signedAt > request.now + MAX_SKEW_MS) return "AccessDenied";
  return request.now > signedAt + Number(expires) * 1000 ? "ExpiredToken" : null;
}
