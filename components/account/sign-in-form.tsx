/** E-mail and password. Its error never tells whether the account exists. */
"use client";
import { signIn } from "next-auth/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { formTexts } from "#components/ui/form-texts.ts";
import { Notice } from "#components/ui/notice.tsx";

const WORDS: Record<string, string> = {
  CredentialsSignin: "That e-mail and password do not fit together. Check both and try again.",
  too_many_requests: "Too many wrong tries. Wait a minute, then try again.",
  unavailable: "The farm can't be reached right now. Try again in a moment.",
};

/** Only a page of ours may follow: a path, never another site. */
const safePath = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])/.test(next) ? next : "/";

export function SignInForm(props: { next?: string; hasEnded: boolean }): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { email, password } = formTexts(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const answer = await signIn("credentials", {
      redirect: false,
      email,
      password,
    }).catch(() => ({ error: "unavailable" }));
    if (answer?.error === null || answer?.error === undefined) {
      window.location.assign(safePath(props.next));
      return;
    }
    setBusy(false);
    setProblem(WORDS[answer.error] ?? "Signing in did not work. Try again in a moment.");
  };
  return (
    <form onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
      {props.hasEnded && problem === null && <Notice>Your session ended. Sign in to go on.</Notice>}
      {problem !== null && (
        <Notice kind="problem" isAlert>
          {problem}
        </Notice>
      )}
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required maxLength={254} />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={1000}
      />
      <Button type="submit" variant="primary" disabled={isBusy} className="mt-1">
        {isBusy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
