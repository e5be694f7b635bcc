/**
 * Each call as a command and as two small programs, that run as they stand: the farm's address in HEARTH_URL, a token in
 * HEARTH_TOKEN, what a path names in a variable of that name (TASK, POOL), a file that is sent or fetched in LOCAL_FILE.
 * The tests run them. Pure.
 */
import type { ApiCall } from "./calls.ts";

export const LANGUAGES = ["curl", "Python", "TypeScript"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Shape: "jobId" → "JOB_ID". PATH is the shell's own. */
export const variableOf = (param: string): string =>
  param === "path" ? "FILE_PATH" : param.replace(/[A-Z]/g, "_$&").toUpperCase();

const filled = (path: string, as: (variable: string) => string): string =>
  path.replace(/[:*]([A-Za-z]+)/g, (_, name: string) => as(variableOf(name)));

const takesBody = ({ endpoint, body }: ApiCall): boolean => endpoint.body !== undefined && body !== undefined;
const indented = (text: string, spaces: number): string => text.replaceAll("\n", `\n${" ".repeat(spaces)}`);

function curl(call: ApiCall): string {
  const { endpoint, scope, body } = call;
  const lines = [`curl --fail-with-body --silent --show-error`];
  if (endpoint.method !== "GET") lines[0] += ` --request ${endpoint.method}`;
  lines[0] += ` "$HEARTH_URL${filled(endpoint.path, (name) => `$${name}`)}"`;
  if (scope !== null) lines.push(`--header "Authorization: $HEARTH_TOKEN"`);
  if (takesBody(call)) {
    lines.push(`--header "Content-Type: application/json"`);
    // A quote inside single quotes ends them, stands for itself, and begins them again.
    lines.push(`--data '${JSON.stringify(body, null, 2).replaceAll("'", `'\\''`)}'`);
  }
  if (endpoint.bytes === "in") lines.push(`--form "filedata=@$LOCAL_FILE"`);
  if (endpoint.bytes === "out") lines.push(`--output "$LOCAL_FILE"`);
  return `${lines.join(" \\\n  ")}\n`;
}

/** JSON as Python writes it. */
function pythonOf(value: unknown, depth = 0): string {
  const pad = " ".repeat(4 * (depth + 1));
  const end = " ".repeat(4 * depth);
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value))
    return value.length === 0
      ? "[]"
      : `[\n${value.map((item) => `${pad}${pythonOf(item, depth + 1)},\n`).join("")}${end}]`;
  if (typeof value === "object") {
    const items = Object.entries(value).map(
      ([key, item]) => `${pad}${JSON.stringify(key)}: ${pythonOf(item, depth + 1)},\n`,
    );
    return items.length === 0 ? "{}" : `{\n${items.join("")}${end}}`;
  }
  return JSON.stringify(value);
}

/** What surrounds a request whose body or answer is a file. */
const PYTHON_FILE = {
  in: [
    'name = os.path.basename(os.environ["LOCAL_FILE"])',
    'with open(os.environ["LOCAL_FILE"], "rb") as file:',
    "    data = file.read()",
    `head = f'--boundary\\r\\nContent-Disposition: form-data; name="filedata"; filename="{name}"\\r\\n\\r\\n'`,
    'body = head.encode() + data + b"\\r\\n--boundary--\\r\\n"',
  ],
  out: [
    'with urllib.request.urlopen(request) as answer, open(os.environ["LOCAL_FILE"], "wb") as file:',
    "    shutil.copyfileobj(answer, file)",
  ],
};

function python(call: ApiCall): string {
  const { endpoint, scope, body } = call;
  const { bytes } = endpoint;
  const path = filled(endpoint.path, (name) => `{os.environ['${name}']}`);
  const quote = path.includes("{") ? "f" : "";
  const withBody = takesBody(call);
  return [
    ...(withBody ? ["import json"] : []),
    "import os",
    ...(bytes === "out" ? ["import shutil"] : []),
    "import urllib.request",
    "",
    ...(bytes === "in" ? PYTHON_FILE.in : []),
    ...(withBody ? [`body = ${pythonOf(body)}`] : []),
    "request = urllib.request.Request(",
    `    os.environ["HEARTH_URL"] + ${quote}"${path}",`,
    `    method="${endpoint.method}",`,
    ...(scope === null ? [] : [`    headers={"Authorization": os.environ["HEARTH_TOKEN"]},`]),
    ...(withBody ? ["    data=json.dumps(body).encode(),"] : []),
    ...(bytes === "in" ? ["    data=body,"] : []),
    ")",
    ...(withBody ? [`request.add_header("Content-Type", "application/json")`] : []),
    ...(bytes === "in"
      ? [`request.add_header("Content-Type", "multipart/form-data; boundary=boundary")`]
      : []),
    ...(bytes === "out"
      ? PYTHON_FILE.out
      : ["with urllib.request.urlopen(request) as answer:", "    print(answer.read().decode())"]),
    "",
  ].join("\n");
}

const TYPESCRIPT_FILE = {
  in: [
    'import { openAsBlob } from "node:fs";',
    'import { basename } from "node:path";',
    "",
    "const file = process.env.LOCAL_FILE!;",
    "const form = new FormData();",
    'form.set("filedata", await openAsBlob(file), basename(file));',
  ],
  out: ['import { writeFile } from "node:fs/promises";', ""],
};

function typeScript(call: ApiCall): string {
  const { endpoint, scope, body } = call;
  const { bytes } = endpoint;
  const withBody = takesBody(call);
  const path = filled(endpoint.path, (name) => `\${process.env.${name}}`);
  const headers = [
    ...(scope === null ? [] : ["    authorization: process.env.HEARTH_TOKEN!,"]),
    ...(withBody ? [`    "content-type": "application/json",`] : []),
  ];
  return [
    ...(bytes === undefined ? [] : TYPESCRIPT_FILE[bytes]),
    `const answer = await fetch(\`\${process.env.HEARTH_URL}${path}\`, {`,
    `  method: "${endpoint.method}",`,
    ...(headers.length > 0 ? ["  headers: {", ...headers, "  },"] : []),
    ...(withBody ? [`  body: JSON.stringify(${indented(JSON.stringify(body, null, 2), 2)}),`] : []),
    ...(bytes === "in" ? ["  body: form,"] : []),
    "});",
    "if (!answer.ok) throw new Error(await answer.text());",
    bytes === "out"
      ? "await writeFile(process.env.LOCAL_FILE!, Buffer.from(await answer.arrayBuffer()));"
      : "console.log(await answer.text());",
    "",
  ].join("\n");
}

export function exampleOf(call: ApiCall, language: Language): string {
  switch (language) {
    case "curl":
      return curl(call);
    case "Python":
      return python(call);
    case "TypeScript":
      return typeScript(call);
    default:
      return language satisfies never;
  }
}
