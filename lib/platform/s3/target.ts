/** Which bucket and key a request names: in the path, or the bucket in the host name. Pure. */
import { StorageError } from "./errors.ts";

export interface Target {
  /** Null: the service itself. */
  bucket: string | null;
  /** Null: the bucket itself. */
  key: string | null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StorageError(400, "InvalidURI", "The path can't be decoded.");
  }
}

const hostName = (host: string): string => host.toLowerCase().replace(/:\d+$/, "");

/**
 * `path` as it came. Shape: ("/b/a%20b", "storage.example", "storage.example") → {bucket: "b", key: "a b"}
 * · ("/a%20b", "b.storage.example", …) → the same
 */
export function targetOf(path: string, host: string, publicHost: string): Target {
  const [name, own] = [hostName(host), hostName(publicHost)];
  if (name.endsWith(`.${own}`) && name.length > own.length + 1)
    return { bucket: name.slice(0, -own.length - 1), key: path.length > 1 ? decode(path.slice(1)) : null };
  const slash = path.indexOf("/", 1);
  const bucket = decode(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? "" : decode(path.slice(slash + 1));
  if (bucket === "" && key !== "") throw new StorageError(400, "InvalidURI", "The path names no bucket.");
  return { bucket: bucket === "" ? null : bucket, key: key === "" ? null : key };
}

/** Tools that copy a bucket into a folder would write outside of it. */
export function refuseClimbing(key: string): void {
  if (key.split("/").some((part) => part === ".." || part === "."))
    throw new StorageError(400, "InvalidArgument", 'A key here has no folder called "." or "..".');
}
