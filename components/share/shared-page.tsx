/** The page of a share link: its door, the job behind it, and what is said when it opens nothing any more. */
"use client";
import { KeyRound, Link2Off } from "lucide-react";
import type { FormEvent, ReactNode } from "react";
import { Logo } from "#components/shell/logo.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import type { ShareCard } from "#lib/contract/farm/shares.ts";
import { SharedJobView } from "./shared-job.tsx";
import { type Guest, useGuest } from "./use-guest.ts";

function Door(props: {
  title: string;
  guest: Extract<Guest, { state: "locked" }>;
  onPassword: (password: string) => void;
}): ReactNode {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.onPassword(formTexts(event.currentTarget).password ?? "");
  };
  return (
    <form
      onSubmit={send}
      className="mx-auto mt-16 flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-6"
    >
      <h1 className="text-lg font-semibold">{props.title}</h1>
      <TextField
        label="Password of this link"
        name="password"
        type="password"
        autoComplete="off"
        error={props.guest.problem ?? undefined}
      />
      <Button type="submit" variant="primary" disabled={props.guest.isTrying}>
        <KeyRound /> {props.guest.isTrying ? "Opening…" : "Open"}
      </Button>
    </form>
  );
}

export function GoneLink(): ReactNode {
  return (
    <div className="mx-auto mt-24 flex max-w-sm flex-col items-center gap-3 px-4 text-center">
      <Link2Off aria-hidden className="size-10 text-ink-3" />
      <h1 className="text-lg font-semibold">This link opens nothing.</h1>
      <p className="text-sm text-ink-2">
        It was ended by who made it, its time is over, or a letter of it is missing. Ask for a new one.
      </p>
    </div>
  );
}

export function SharedPage({ token, card }: { token: string; card: ShareCard }): ReactNode {
  const { guest, tryPassword, again } = useGuest(token, card.asksPassword);
  return (
    <div className="flex min-h-dvh flex-col">
      <main className="mx-auto w-full max-w-6xl flex-1 px-4 py-6">
        {guest.state === "gone" && <GoneLink />}
        {guest.state === "locked" && <Door title={card.title} guest={guest} onPassword={tryPassword} />}
        {guest.state === "away" && (
          <div className="mx-auto mt-24 flex max-w-sm flex-col items-center gap-4 text-center">
            <h1 className="text-lg font-semibold">{card.title}</h1>
            <p className="text-sm text-ink-2">{guest.problem}</p>
            <Button onClick={again}>Try again</Button>
          </div>
        )}
        {guest.state === "opening" && <h1 className="text-xl font-semibold">{card.title}</h1>}
        {guest.state === "in" && <SharedJobView pass={guest.pass} title={card.title} onRefused={again} />}
      </main>
      <footer className="flex items-center justify-center gap-2 px-4 py-6 text-xs text-ink-3">
        <Logo className="size-5" /> Rendered with Hearth
      </footer>
    </div>
  );
}
