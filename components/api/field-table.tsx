/** Fields of a body or an answer: name and type, with a link where the type is a shape of its own. */
import type { ReactNode } from "react";
import type { FieldRow } from "#lib/contract/openapi/rows.ts";

export function FieldTable({ label, fields }: { label: string; fields: readonly FieldRow[] }): ReactNode {
  if (fields.length === 0) return <p className="text-sm text-ink-3">No fields to name.</p>;
  return (
    <dl aria-label={label} className="divide-y divide-line text-sm">
      {fields.map(({ name, type, shape, isRequired }) => (
        <div key={name} className="grid gap-x-4 py-1.5 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <dt className="font-mono text-xs leading-5 wrap-anywhere">
            {name}
            {isRequired && <span className="ml-2 font-sans text-ink-3">required</span>}
          </dt>
          <dd className="text-ink-2 wrap-anywhere">
            {shape === undefined ? (
              type
            ) : (
              <a href={`#shape-${shape}`} className="text-ember-ink underline">
                {type}
              </a>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
