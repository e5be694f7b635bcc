/** One call: closed it is a line, open it is everything there is to know, made when it is first opened. */
"use client";
import { type ReactNode, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import type { ReferenceCall } from "#lib/contract/openapi/reference.ts";
import { CallExamples } from "./call-examples.tsx";
import { FieldTable } from "./field-table.tsx";
import { Prose } from "./prose.tsx";
import { TryCall } from "./try-call.tsx";

const METHOD: Record<string, string> = {
  GET: "text-completed",
  POST: "text-ember-ink",
  PUT: "text-uploading",
  PATCH: "text-uploading",
  DELETE: "text-failed",
};

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-xs font-semibold text-ink-3">{title}</h3>
      {children}
    </div>
  );
}

const needs = ({ scope, isForAdmins }: ReferenceCall): string => {
  if (scope === null) return "Needs no token.";
  return `Needs a token with the scope ${scope}${isForAdmins ? ", of an administrator" : ""}.`;
};

function Answer({ call }: { call: ReferenceCall }): ReactNode {
  const { answer, id } = call;
  if (answer === null) return <p className="text-sm text-ink-2">200, with nothing in it.</p>;
  if (answer.shape === undefined && answer.fields.length > 0)
    return <FieldTable label={`Answer of ${id}`} fields={answer.fields} />;
  return (
    <p className="text-sm text-ink-2">
      {answer.shape === undefined ? (
        answer.type
      ) : (
        <a href={`#shape-${answer.shape}`} className="text-ember-ink underline">
          {answer.type}
        </a>
      )}
    </p>
  );
}

function Everything({ call }: { call: ReferenceCall }): ReactNode {
  const { id, summary, params, query, bodyFields } = call;
  return (
    <div className="flex flex-col gap-4 border-t border-line px-4 py-4">
      <p className="max-w-prose text-sm">
        <Prose text={summary} /> <span className="text-ink-3">{needs(call)}</span>
      </p>
      <div className="grid gap-4 lg:grid-cols-2">
        {params.length > 0 && (
          <Part title="In the path">
            <FieldTable
              label={`Path of ${id}`}
              fields={params.map(({ name }) => ({ name, type: "text", isRequired: true }))}
            />
          </Part>
        )}
        {query.length > 0 && (
          <Part title="In the query">
            <FieldTable label={`Query of ${id}`} fields={query} />
          </Part>
        )}
        {bodyFields.length > 0 && (
          <Part title="In the body">
            <FieldTable label={`Body of ${id}`} fields={bodyFields} />
          </Part>
        )}
        <Part title="Answer">
          <Answer call={call} />
        </Part>
      </div>
      <CallExamples id={id} examples={call.examples} />
      <TryCall call={call} />
    </div>
  );
}

export function ApiCallCard({ call }: { call: ReferenceCall }): ReactNode {
  const { id, method, path, summary } = call;
  const [wasOpened, setOpened] = useState(false);
  return (
    <li id={`call-${id}`} className="scroll-mt-4">
      <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
        <summary className="grid gap-x-3 px-4 py-3 hover:bg-raised sm:grid-cols-[3.75rem_minmax(0,1fr)]">
          <span className={cn("font-mono text-xs leading-5 font-semibold", METHOD[method])}>{method}</span>
          <span className="min-w-0">
            <span className="font-mono text-sm wrap-anywhere">{path}</span>
            <span className="mt-0.5 block text-sm text-ink-2">
              <Prose text={summary.split(/(?<=\.) /)[0] ?? ""} />
            </span>
          </span>
        </summary>
        {wasOpened && <Everything call={call} />}
      </details>
    </li>
  );
}
