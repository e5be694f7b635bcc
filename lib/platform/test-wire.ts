/**
 * Test support: requests as clients of Qarnot's write them, byte for byte. By node:http, because `fetch` would tidy the
 * path and add headers of its own.
 */
import { request as httpRequest } from "node:http";

export interface WireAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The text as JSON. */
  json<T>(): T;
}

export interface WireRequest {
  method?: string;
  headers?: Record<string, string>;
  /** Text goes as it is; anything else as JSON. */
  body?: unknown;
  /** As it stands in Authorization; null: none. */
  token: string | null;
}

export function wire(baseUrl: string, path: string, sent: WireRequest): Promise<WireAnswer> {
  const { method = "GET", headers = {}, body, token } = sent;
  const { hostname, port } = new URL(baseUrl);
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const all = {
    ...(token !== null && { authorization: token }),
    ...(typeof body === "object" && { "content-type": "application/json" }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers: all }, (answer) => {
      let read = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (read += chunk));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: read,
          json: <T>() => JSON.parse(read) as T,
        }),
      );
    });
    request.on("error", reject).end(text);
  });
}
