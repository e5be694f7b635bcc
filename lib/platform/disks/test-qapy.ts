/**
 * Test support: says what qapy of 2015 says on the wire, byte for byte: paths that nobody tidies, multipart forms, and any
 * status but 200 taken for an error. Written after the requests it makes, not after its code.
 */
import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";

export interface Said {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

export class QapyError extends Error {
  readonly said: Said;
  constructor(said: Said) {
    super(`${said.status} ${said.bytes.toString("utf8")}`);
    this.said = said;
  }
}

export interface DiskEntry {
  lastChange: string;
  name: string;
  size: number;
  fileFlags: string;
  sha1Sum: string;
}

/** A multipart body with one part, as requests builds it: raw UTF-8 in the file's name. */
export function form(fileName: string, content: Buffer, field = "filedata") {
  const boundary = createHash("md5").update(fileName).digest("hex");
  const quoted = fileName.replaceAll('"', "%22");
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${quoted}"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}

export function qapy(baseUrl: string, token: string | null) {
  const { hostname, port } = new URL(baseUrl);

  /** By node:http: `fetch` would tidy the path. */
  const say = (method: string, path: string, body?: Buffer | string, headers: Record<string, string> = {}) =>
    new Promise<Said>((resolve, reject) => {
      const all = {
        "user-agent": "python-requests/2.8.1",
        "accept-encoding": "gzip, deflate",
        accept: "*/*",
        ...(token !== null && { authorization: token }),
        ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
        ...headers,
      };
      const asked = httpRequest({ hostname, port, path, method, headers: all }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) }),
        );
      });
      asked.on("error", reject).end(body);
    });
  const must = async (...args: Parameters<typeof say>): Promise<Buffer> => {
    const said = await say(...args);
    if (said.status !== 200) throw new QapyError(said);
    // Clients since 2015-10 read it before anything else.
    if (said.headers["content-length"] === undefined) throw new Error(`${args[1]} came without a length.`);
    return said.bytes;
  };
  const json = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string> = text === undefined ? {} : { "content-type": "application/json" };
    const bytes = await must(method, path, text, headers);
    return bytes.length === 0 ? null : JSON.parse(bytes.toString("utf8"));
  };
  const quoted = (path: string) => path.split("/").map(encodeURIComponent).join("/");

  return {
    say,
    json,
    must,
    quoted,
    /** `POST /disks/ID/` + the folder of "/textures/a.png". */
    upload: (disk: string, path: string, content: Buffer) => {
      const at = path.lastIndexOf("/");
      const { body, headers } = form(path.slice(at + 1), content);
      return must("POST", `/disks/${disk}/${quoted(path.slice(0, at) || "/")}`, body, headers);
    },
    tree: async (disk: string) => (await json("GET", `/disks/tree/${disk}`)) as DiskEntry[],
    download: (disk: string, path: string) => must("GET", `/disks/${disk}/${quoted(path)}`),
    remove: (disk: string, path: string) => must("DELETE", `/disks/${disk}/${quoted(path)}`),
  };
}
export type Qapy = ReturnType<typeof qapy>;

export const sha1Of = (content: Buffer): string => createHash("sha1").update(content).digest("hex");

/** What `sync_directory` does: stale files go, new ones are sent once, further ones of the same content are linked. */
export async function syncDirectory(
  client: Qapy,
  disk: string,
  files: Record<string, Buffer>,
  setsExecutable = false,
): Promise<void> {
  const local = Object.entries(files).map(([path, content]) => ({ path, content, sha1: sha1Of(content) }));
  const isSame = (entry: DiskEntry) =>
    local.some((file) => file.path === entry.name && file.sha1 === entry.sha1Sum);
  for (const entry of await client.tree(disk)) if (!isSame(entry)) await client.remove(disk, entry.name);
  const there = await client.tree(disk);
  for (const group of Map.groupBy(local, (file) => file.sha1).values()) {
    const known = there.find((entry) => entry.sha1Sum === group[0]?.sha1);
    const missing = group.filter((file) => !there.some((entry) => entry.name === file.path));
    let target = known?.name;
    for (const file of missing) {
      if (target === undefined) {
        await client.upload(disk, file.path, file.content);
        if (setsExecutable)
          await client.json("PUT", `/disks/${disk}/${client.quoted(file.path)}`, { executable: false });
        target = file.path;
      } else await client.json("POST", `/disks/link/${disk}`, [{ target, linkName: file.path }]);
    }
  }
}
