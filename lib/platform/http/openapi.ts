/** GET /openapi.json: what the API is, for code generators and readers. Public, like the source that it is made from. */
import { openApiDocument } from "#lib/contract/openapi/document.ts";

export const OPENAPI_PATH = "/openapi.json";

/** Made when it is first asked for: it never changes while the process lives. */
const texts = new Map<string, string>();

export function openApiText(server: string): string {
  const text = texts.get(server) ?? JSON.stringify(openApiDocument({ server }));
  texts.set(server, text);
  return text;
}
