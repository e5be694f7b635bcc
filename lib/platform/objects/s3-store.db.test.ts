/** An S3 elsewhere behind the port: ours stands for it, over the network, with an account's key. */
import { describe, expect, it } from "vitest";
import { silentLog } from "#lib/log.ts";
import { systemClock } from "#lib/time.ts";
import { startStorage } from "../s3/testing/storage.ts";
import { MultipartIncomplete } from "./object-store.ts";
import { objectStoreSuite } from "./object-store.suite.ts";
import { openObjectStore } from "./open.ts";

async function open() {
  const elsewhere = await startStorage();
  const { email, token } = await elsewhere.aUser();
  const { host } = new URL(elsewhere.endpoint);
  const key = `${encodeURIComponent(email)}:${encodeURIComponent(token)}`;
  const opened = await openObjectStore(`s3://${key}@${host}?tls=off`, {
    publicOrigin: "http://unused.test",
    allowedOrigins: [],
    credentials: { accessKey: "hearth", secretKey: "unused" },
    region: "us-east-1",
    clock: systemClock,
    log: silentLog,
  });
  const close = async () => {
    await opened.close();
    await elsewhere.close();
  };
  return { ...opened, close };
}

objectStoreSuite("an S3 elsewhere", open, { isPlanKept: false });

describe("an S3 elsewhere", () => {
  it("is where clients are sent, and completes nothing that lacks a part or has one too short", async () => {
    const { store, publicOrigin, handlerFor, close } = await open();
    expect([handlerFor, publicOrigin]).toEqual([null, expect.stringMatching(/^http:\/\/127\.0\.0\.1:/)]);
    const id = await store.beginMultipart("bucket", "k", { sizeBytes: 15, partSizeBytes: 10 });
    const put = async (part: number, body: string) =>
      (await fetch(await store.partUrl("bucket", "k", id, part), { method: "PUT", body })).status;
    expect([await put(1, "01234"), await put(2, "abcde")]).toEqual([200, 200]);
    await expect(store.completeMultipart("bucket", "k", id)).rejects.toThrow(MultipartIncomplete);
    await close();
  });
});
