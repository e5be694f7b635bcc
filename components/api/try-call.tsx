/** A form that makes the call as who is signed in, through the portal, and shows what came back. */
"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Ask } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import type { ReferenceCall } from "#lib/contract/openapi/reference.ts";
import { addressFrom } from "./address-from.ts";

interface Outcome {
  status: number;
  milliseconds: number;
  text: string;
}

/** JSON set out to be read; other text as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(call: ReferenceCall, given: Record<string, string>): Promise<Outcome> {
  const begin = performance.now();
  const body = call.body === null ? undefined : given["body"];
  const answer = await fetch(`/api/farm${addressFrom(call.path, given)}`, {
    method: call.method,
    ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
  });
  const text = await answer.text();
  return { status: answer.status, milliseconds: Math.round(performance.now() - begin), text: readable(text) };
}

function Result({ outcome }: { outcome: Outcome }): ReactNode {
  const { status, milliseconds, text } = outcome;
  return (
    <div aria-live="polite" className="min-w-0">
      <p className="text-sm">
        <strong className={status < 400 ? "text-completed" : "text-failed"}>{status}</strong>{" "}
        <span className="figure text-ink-3">in {milliseconds} ms</span>
      </p>
      {text !== "" && (
        <pre
          aria-label="Answer"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="mt-2 max-h-96 overflow-auto rounded-md bg-canvas p-3 font-mono text-xs leading-5"
        >
          {text}
        </pre>
      )}
    </div>
  );
}

function Inputs({ call }: { call: ReferenceCall }): ReactNode {
  return (
    <>
      {call.params.map(({ name }) => (
        <TextField key={name} label={name} name={`path.${name}`} autoComplete="off" required />
      ))}
      {call.query.map(({ name, isRequired }) => (
        <TextField key={name} label={name} name={`query.${name}`} autoComplete="off" required={isRequired} />
      ))}
      {call.body !== null && (
        <label className="block sm:col-span-2">
          <span className="mb-1 block text-xs font-semibold text-ink-2">Body</span>
          <textarea
            name="body"
            defaultValue={call.body}
            spellCheck={false}
            rows={Math.min(14, call.body.split("\n").length + 1)}
            className="w-full rounded-md border border-line-strong/70 bg-page p-3 font-mono text-xs leading-5 text-ink hover:border-line-strong"
          />
        </label>
      )}
    </>
  );
}

export function TryCall({ call }: { call: ReferenceCall }): ReactNode {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isSending, setSending] = useState(false);
  const make = (given: Record<string, string>) => {
    setSending(true);
    void send(call, given)
      .catch((error: unknown) => ({ status: 0, milliseconds: 0, text: String(error) }))
      .then(setOutcome)
      .finally(() => setSending(false));
  };
  // The platform's root is no path that a page can ask for, and files go another way than JSON.
  if (call.path === "/" || call.isFile) return null;
  const isRemoval = call.method === "DELETE";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isRemoval) make(formTexts(event.currentTarget));
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-xs font-semibold text-ink-3">Try it, as yourself</h3>
      <div className="grid gap-3 sm:grid-cols-2">
        <Inputs call={call} />
      </div>
      <div>
        {isRemoval ? (
          <RemovalButton call={call} isSending={isSending} onSend={make} />
        ) : (
          <Button type="submit" variant="plain" disabled={isSending}>
            {isSending ? "Sending…" : `Send ${call.method}`}
          </Button>
        )}
      </div>
      {outcome !== null && <Result outcome={outcome} />}
    </form>
  );
}

function RemovalButton(props: {
  call: ReferenceCall;
  isSending: boolean;
  onSend: (given: Record<string, string>) => void;
}): ReactNode {
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  return (
    <span ref={(at) => setForm(at?.closest("form") ?? null)}>
      <Ask
        title="Send this DELETE?"
        loses="It is done at once, as yourself, and can't be brought back."
        yes="Send it"
        onYes={() => form !== null && props.onSend(formTexts(form))}
      >
        <Button variant="danger" disabled={props.isSending}>
          Send DELETE
        </Button>
      </Ask>
    </span>
  );
}
