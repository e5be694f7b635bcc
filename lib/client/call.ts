/** One HTTP call by its declaration: builds the address, checks the reply, turns an error body into FarmError. */
import type { AnyEndpoint } from "#lib/contract/endpoint.ts";
import { type ErrorCode, errorBody } from "#lib/contract/errors.ts";

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

/** The platform said no, or could not be reached (`unavailable`, status 0). */
export class FarmError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly fields: Record<string, string>;
  constructor(
    facts: {
      code: ErrorCode;
      status: number;
      message: string;
      requestId?: string;
      fields?: Record<string, string>;
    },
    cause?: unknown,
  ) {
    super(facts.message, { cause });
    this.name = "FarmError";
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.fields = facts.fields ?? {};
  }
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

async function refusal(response: Response): Promise<FarmError> {
  const text = await response.text().catch(() => "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  const body = errorBody.safeParse(parsed);
  const status = response.status;
  if (body.success) return new FarmError({ ...body.data, status });
  return new FarmError({
    code: status >= 500 ? "unavailable" : "internal",
    status,
    message: `The farm answered ${status} without a reason. Try again in a moment.`,
  });
}

/**
 * Makes the call and answers the parsed reply (undefined where the call has none).
 * Errors: FarmError. An aborted signal throws its own AbortError.
 */
export async function call(
  declared: AnyEndpoint,
  options: CallOptions,
  input: CallInput = {},
): Promise<unknown> {
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
  if (declared.reply === undefined) {
    await response.body?.cancel();
    return undefined;
  }
  return declared.reply.parse(
    declared.media === "text/plain" ? await response.text() : await response.json(),
  );
}
