/** One HTTP call without a word about what its reply should be: builds the address, turns an error body into FarmError. */
import { ERROR_STATUS, type ErrorCode } from "#lib/contract/error-codes.ts";
import { FarmError } from "./farm-error.ts";

export interface CallOptions {
  baseUrl: string;
  /** Sent as it is in `Authorization`, as Qarnot's clients do; null for none. */
  credential: string | null;
  fetch: typeof globalThis.fetch;
  /** More headers, e.g. the request id of the page that asks. */
  headers?: Record<string, string>;
}

export interface CallInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

/** Shape: ("/farm/v1/jobs/:jobId", {jobId: "x"}, {limit: 5}) → "/farm/v1/jobs/x?limit=5" */
export function addressOf(
  path: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path
    .replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(`${params[name] as string | number}`))
    .replace(/\*([A-Za-z]+)$/, (_, name: string) =>
      String(params[name]).split("/").map(encodeURIComponent).join("/"),
    );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null) search.set(key, `${value as string | number | boolean}`);
  return search.size === 0 ? filled : `${filled}?${search}`;
}

const isText = (value: unknown): value is string => typeof value === "string";

/** By hand: who only sends needs no schemas. An unknown code is `internal`, as the contract reads it. */
function readErrorBody(body: unknown): Omit<ConstructorParameters<typeof FarmError>[0], "status"> | null {
  if (typeof body !== "object" || body === null || !("message" in body) || !isText(body.message)) return null;
  const { message, code, requestId, fields } = body as Record<string, unknown> & { message: string };
  const texts = Object.entries(typeof fields === "object" && fields !== null ? fields : {}).filter(
    (field): field is [string, string] => isText(field[1]),
  );
  return {
    message,
    code: isText(code) && code in ERROR_STATUS ? (code as ErrorCode) : "internal",
    ...(isText(requestId) && { requestId }),
    fields: Object.fromEntries(texts),
  };
}

async function refusal(response: Response): Promise<FarmError> {
  const { status } = response;
  const parsed: unknown = await response.json().catch(() => null);
  const body = readErrorBody(parsed);
  if (body !== null) return new FarmError({ ...body, status });
  return new FarmError({
    code: status >= 500 ? "unavailable" : "internal",
    status,
    message: `The farm answered ${status} without a reason. Try again in a moment.`,
  });
}

/** Errors: FarmError. An aborted signal throws its own AbortError. */
export async function send(
  declared: { method: string; path: string },
  options: CallOptions,
  input: CallInput = {},
): Promise<Response> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.credential !== null) headers.authorization = options.credential;
  if (input.body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await options.fetch(options.baseUrl + addressOf(declared.path, input.params, input.query), {
      method: declared.method,
      headers,
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      signal: input.signal,
    });
  } catch (error) {
    if (input.signal?.aborted) throw error;
    throw new FarmError(
      {
        code: "unavailable",
        status: 0,
        message: "The farm can't be reached. Check the connection and try again.",
      },
      error,
    );
  }
  if (!response.ok) throw await refusal(response);
  return response;
}
