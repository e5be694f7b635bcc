/** The reference page: a list of contents beside groups of calls, and the shapes that they name. */
import Link from "next/link";
import type { ReactNode } from "react";
import type { Reference } from "#lib/contract/openapi/reference.ts";
import { ApiCallCard } from "./api-call-card.tsx";
import { OpenByAddress } from "./open-by-address.tsx";
import { ShapeCard } from "./shape-card.tsx";

const CODE = "rounded-sm bg-raised px-1 font-mono text-xs";

function Contents({ groups }: Pick<Reference, "groups">): ReactNode {
  return (
    <nav aria-label="Groups of calls" className="max-lg:mb-6 lg:sticky lg:top-4 lg:self-start">
      <ul className="flex gap-1 text-sm max-lg:flex-wrap lg:flex-col">
        {groups.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="block rounded-md px-2 py-1.5 text-ink-2 hover:bg-raised hover:text-ink"
            >
              {title}
            </a>
          </li>
        ))}
        <li>
          <a
            href="#shapes"
            className="block rounded-md px-2 py-1.5 text-ink-2 hover:bg-raised hover:text-ink"
          >
            Shapes
          </a>
        </li>
      </ul>
    </nav>
  );
}

function HowTo(): ReactNode {
  return (
    <div className="max-w-prose text-sm text-ink-2">
      <p>
        Make a token in{" "}
        <Link href="/settings" className="text-ember-ink underline">
          Settings
        </Link>{" "}
        and send it in <code className={CODE}>Authorization</code>, bare or as{" "}
        <code className={CODE}>Bearer …</code>. Paths without <code className={CODE}>/farm/v1</code> speak
        Qarnot&apos;s API: its SDKs and scripts work with this farm&apos;s address. They exist below{" "}
        <code className={CODE}>/v1</code> too.
      </p>
      <p className="mt-2">
        The examples read the API&apos;s address (port 3001 unless it was set otherwise) from{" "}
        <code className={CODE}>HEARTH_URL</code> and the token from <code className={CODE}>HEARTH_TOKEN</code>
        . For code generators the same is at <code className={CODE}>GET /openapi.json</code>.
      </p>
    </div>
  );
}

export function ApiReference({ groups, shapes }: Reference): ReactNode {
  return (
    <div className="mx-auto max-w-6xl">
      <OpenByAddress />
      <h1 className="mb-2 text-lg font-semibold">API reference</h1>
      <HowTo />
      <div className="mt-6 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-8">
        <Contents groups={groups} />
        <div className="flex min-w-0 flex-col gap-8">
          {groups.map(({ id, title, about, calls }) => (
            <section key={id} aria-labelledby={id} className="min-w-0">
              <h2 id={id} className="scroll-mt-4 font-semibold">
                {title}
              </h2>
              <p className="mt-1 max-w-prose text-sm text-ink-2">{about}</p>
              <ul className="mt-3 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
                {calls.map((call) => (
                  <ApiCallCard key={call.id} call={call} />
                ))}
              </ul>
            </section>
          ))}
          <section aria-labelledby="shapes" className="min-w-0">
            <h2 id="shapes" className="scroll-mt-4 font-semibold">
              Shapes
            </h2>
            <p className="mt-1 max-w-prose text-sm text-ink-2">What calls take and answer by name.</p>
            <ul className="mt-3 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
              {shapes.map(({ name, fields }) => (
                <ShapeCard key={name} name={name} fields={fields} />
              ))}
            </ul>
          </section>
        </div>
      </div>
    </div>
  );
}
