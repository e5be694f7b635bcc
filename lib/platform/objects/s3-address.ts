/** The address of an S3 elsewhere. Pure. */

export interface S3Address {
  /** Origin, as browsers reach it too. */
  endpoint: string;
  region: string;
  /** Null: found where Amazon's tools look (AWS_ACCESS_KEY_ID, a profile, the machine's role). */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
}

/**
 * Null for what is none.
 * Shape: "s3://KEY:SECRET@s3.example.org:9000?region=eu-west-1&tls=off" → {endpoint: "http://s3.example.org:9000", …}
 */
export function s3AddressIn(text: string): S3Address | null {
  let url: URL;
  try {
    url = new URL(text.replace(/^s3:/, "https:"));
  } catch {
    return null;
  }
  if (!text.startsWith("s3://") || !["", "/"].includes(url.pathname)) return null;
  const scheme = url.searchParams.get("tls") === "off" ? "http" : "https";
  const [accessKeyId, secretAccessKey] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    // With http a port of 443 would be kept, which the https form of the URL has dropped.
    endpoint: `${scheme}://${url.host}`,
    region: url.searchParams.get("region") ?? "us-east-1",
    credentials: accessKeyId === "" ? null : { accessKeyId, secretAccessKey },
  };
}
