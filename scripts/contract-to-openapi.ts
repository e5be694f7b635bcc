/**
 * Writes the OpenAPI 3.1 document of the API: `npm run openapi` to the terminal, `npm run openapi -- file.json` to a file.
 * A running platform serves the same at GET /openapi.json.
 */
import { writeFileSync } from "node:fs";
import { openApiDocument } from "#lib/contract/openapi/document.ts";

const [file] = process.argv.slice(2);
const server = process.env["HEARTH_API_URL"] ?? "http://localhost:3001";
const text = `${JSON.stringify(openApiDocument({ server }), null, 2)}\n`;
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
