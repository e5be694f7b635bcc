/** A named shape: closed it is its name, open its fields. */
"use client";
import { type ReactNode, useState } from "react";
import type { Reference } from "#lib/contract/openapi/reference.ts";
import { FieldTable } from "./field-table.tsx";

export function ShapeCard({ name, fields }: Reference["shapes"][number]): ReactNode {
  const [wasOpened, setOpened] = useState(false);
  return (
    <li id={`shape-${name}`} className="scroll-mt-4">
      <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
        <summary className="px-4 py-3 font-mono text-sm hover:bg-raised">{name}</summary>
        {wasOpened && (
          <div className="px-4 pb-4">
            <FieldTable label={`Fields of ${name}`} fields={fields} />
          </div>
        )}
      </details>
    </li>
  );
}
