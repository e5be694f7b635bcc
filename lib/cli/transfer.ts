/**
 * Bytes to and from storage on signed addresses. node:http and not fetch: fetch copies each body it sends once more, which
 * costs a core at the speed of a local disk.
 */
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

const http = new HttpAgent({ keepAlive: true });
const https = new HttpsAgent({ keepAlive: true });

/** Storage said no. `status` 0: no answer. */
export class TransferError extends Error {
  readonly code = "transfer";
  readonly status: number;
  constructor(status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "TransferError";
    this.status = status;
  }
}

function send(
  method: "GET" | "PUT",
  url: string,
  signal: AbortSignal,
  headers: Record<string, string | number>,
  body: Uint8Array | null,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isTls = url.startsWith("https:");
    const options = { method, headers, signal, agent: isTls ? https : http };
    const request = (isTls ? httpsRequest : httpRequest)(url, options, resolve);
    request.on("error", (error) =>
      reject(signal.aborted ? error : new TransferError(0, "The connection to storage broke.", error)),
    );
    request.end(body);
  });
}

/** Errors: TransferError with storage's status. */
export async function putBytes(url: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const headers = { "content-length": bytes.byteLength };
  const response = await send("PUT", url, signal, headers, bytes);
  const text = await textOf(response);
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) throw new TransferError(status, reasonIn(text, status));
}

/** The body as a stream. Errors: TransferError with storage's status. */
export async function getStream(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const response = await send("GET", url, signal, {}, null);
  if (response.statusCode === 200) return response;
  throw new TransferError(
    response.statusCode ?? 0,
    reasonIn(await textOf(response), response.statusCode ?? 0),
  );
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) if (text.length < 4096) text += chunk as string;
  return text;
}

/** Storage answers errors as S3 does. Shape: "<Error><Message>Why</Message></Error>" → "Why" */
const reasonIn = (xml: string, status: number): string =>
  /<Message>([^<]+)<\/Message>/.exec(xml)?.[1] ?? `Storage answered ${status}.`;
