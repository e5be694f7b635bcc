/**
 * AWS Signature Version 4, in the query ("presigned URLs") and in the Authorization header: signing and verifying share the
 * canonical form, and verifying works on the path and query exactly as they came, before anything decodes them.
 * Source: docs.aws.amazon.com, "Authenticating Requests (AWS Signature Version 4)".
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

export type Refusal =
  | "AccessDenied"
  | "SignatureDoesNotMatch"
  | "InvalidAccessKeyId"
  | "ExpiredToken"
  | "RequestTimeTooSkewed";

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

/** Shape: "20260203T040506Z" → milliseconds since 1970; NaN for what is no time. */
const timeOf = (date: string): number =>
  Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));

export function hmac(key: string | Buffer, text: string): Buffer {
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
  /** SHA-256 of the body in hex, or one of the words that stand for it. */
  payload: string;
}

/** Shape: scope "20260203/us-east-1/s3/aws4_request" */
export function signingKey(secretKey: string, scope: string): Buffer {
  const [day = "", region = "", service = "", end = ""] = scope.split("/");
  return hmac(hmac(hmac(hmac(`AWS4${secretKey}`, day), region), service), end);
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
    request.payload,
  ].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  return hmac(signingKey(secretKey, scope), [ALGORITHM, date, scope, digest].join("\n")).toString("hex");
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
    {
      method: request.method,
      path: request.path,
      query,
      headers: [["host", host]],
      payload: "UNSIGNED-PAYLOAD",
    },
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

/** What came, as it came. */
export interface SignedRequest {
  method: string;
  path: string;
  query: readonly (readonly [string, string])[];
  headers: Record<string, string | string[] | undefined>;
}

/** What a request says of its signature. */
export interface Signature {
  accessKey: string;
  /** Shape: "20260203T040506Z" */
  date: string;
  /** Shape: "20260203/us-east-1/s3/aws4_request" */
  scope: string;
  signedHeaders: readonly string[];
  signature: string;
  payload: string;
  /** Null: signed in the header, which is good for some minutes. Units: seconds. */
  expires: number | null;
}

const HEADER = /^AWS4-HMAC-SHA256\s+Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/;

function signatureIn(request: SignedRequest): Signature | null {
  const query = new Map(request.query);
  const { authorization } = request.headers;
  const common = (credential: string, date: string, signedHeaders: string) => {
    // An e-mail address as the key may hold a slash.
    const parts = credential.split("/");
    const scope = parts.slice(-4).join("/");
    return { accessKey: parts.slice(0, -4).join("/"), date, scope, signedHeaders: signedHeaders.split(";") };
  };
  if (typeof authorization === "string") {
    const [, credential, signedHeaders, signature] = HEADER.exec(authorization) ?? [];
    const [date, payload] = [request.headers["x-amz-date"], request.headers["x-amz-content-sha256"]];
    if (signature === undefined || typeof date !== "string" || typeof payload !== "string") return null;
    return { ...common(credential ?? "", date, signedHeaders ?? ""), signature, payload, expires: null };
  }
  const expires = query.get("X-Amz-Expires") ?? "";
  const signature = query.get("X-Amz-Signature") ?? "";
  if (query.get("X-Amz-Algorithm") !== ALGORITHM || !/^\d{1,6}$/.test(expires)) return null;
  if (Number(expires) > MAX_EXPIRES || !/^[0-9a-f]{64}$/.test(signature)) return null;
  const named = common(
    query.get("X-Amz-Credential") ?? "",
    query.get("X-Amz-Date") ?? "",
    query.get("X-Amz-SignedHeaders") ?? "",
  );
  const payload = query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD";
  return { ...named, signature, payload, expires: Number(expires) };
}

/** Null when there is none, or it is none for S3 here. Any region will do. */
export function readSignature(request: SignedRequest): Signature | null {
  // A name twice could be read once here and otherwise there.
  if (new Set(request.query.map(([name]) => name)).size !== request.query.length) return null;
  const found = signatureIn(request);
  if (found === null || !/^\d{8}T\d{6}Z$/.test(found.date) || !found.signedHeaders.includes("host"))
    return null;
  const [day = "", region = "", service, end, more] = found.scope.split("/");
  const isForS3 = service === "s3" && end === "aws4_request" && more === undefined && region !== "";
  return isForS3 && day === found.date.slice(0, 8) && found.accessKey !== "" ? found : null;
}

/** `hosts`: what the host may have been when it was signed: the Host header, and our public one behind a proxy. */
export function isSignedWith(
  secretKey: string,
  found: Signature,
  request: SignedRequest,
  hosts: readonly string[],
): boolean {
  const query = request.query.filter(([name]) => name !== "X-Amz-Signature");
  return hosts.some((host) => {
    const headers = found.signedHeaders.map((name) => {
      const value = name === "host" ? host : (request.headers[name] ?? "");
      return [name, Array.isArray(value) ? value.join(",") : value] as const;
    });
    const { method, path } = request;
    const canonical = { method, path, query, headers, payload: found.payload };
    const expected = signatureOf(canonical, found.date, found.scope, secretKey);
    return timingSafeEqual(Buffer.from(expected), Buffer.from(found.signature));
  });
}

/** Null when the signature may be used now. Units: milliseconds since 1970. */
export function untimely({ date, expires }: Signature, now: number): Refusal | null {
  const signedAt = timeOf(date);
  if (Number.isNaN(signedAt)) return "AccessDenied";
  if (expires === null) return Math.abs(now - signedAt) > MAX_SKEW_MS ? "RequestTimeTooSkewed" : null;
  if (signedAt > now + MAX_SKEW_MS) return "AccessDenied";
  return now > signedAt + expires * 1000 ? "ExpiredToken" : null;
}

/** Null when the request is signed with that key, unexpired, for this very method, path and query. */
export function verifySigned(
  { accessKey, secretKey }: Credentials,
  request: SignedRequest & { hosts: readonly string[]; now: number },
): Refusal | null {
  const found = readSignature(request);
  if (found === null) return "AccessDenied";
  if (found.accessKey !== accessKey) return "InvalidAccessKeyId";
  if (!isSignedWith(secretKey, found, request, request.hosts)) return "SignatureDoesNotMatch";
  return untimely(found, request.now);
}
