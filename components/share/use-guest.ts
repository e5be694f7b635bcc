/** Lets a guest in with their link, keeps them told, and notices when the link opens nothing any more. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { createLiveSocket } from "#lib/client/live-socket.ts";
import { FarmError } from "#lib/client/index.ts";
import { GUESTS, type GuestHears, REALTIME_PATH } from "#lib/contract/realtime.ts";
import type { GuestPass } from "#lib/queries/shares.ts";

export type Guest =
  | { state: "opening" }
  | { state: "locked"; problem: string | null; isTrying: boolean }
  | { state: "in"; pass: GuestPass }
  | { state: "gone" }
  | { state: "away"; problem: string };

const afterError = (error: unknown, isAnswer: boolean): Guest => {
  if (!(error instanceof FarmError)) throw error;
  if (error.code === "not_found") return { state: "gone" };
  if (error.code === "forbidden" || error.code === "too_many_requests")
    return { state: "locked", problem: isAnswer ? error.message : null, isTrying: false };
  return { state: "away", problem: error.message };
};

export function useGuest(token: string, asksPassword: boolean) {
  const client = useQueryClient();
  const [guest, setGuest] = useState<Guest>(
    asksPassword ? { state: "locked", problem: null, isTrying: false } : { state: "opening" },
  );
  const open = useCallback(
    (password?: string) =>
      farm.shared.open({ params: { token }, body: password === undefined ? {} : { password } }).then(
        ({ key }) => setGuest({ state: "in", pass: { token, key } }),
        (error: unknown) => setGuest(afterError(error, password !== undefined)),
      ),
    [token],
  );
  useEffect(() => {
    if (!asksPassword) void open();
  }, [asksPassword, open]);

  const pass = guest.state === "in" ? guest.pass : null;
  useEffect(() => {
    if (pass === null) return undefined;
    const gone = () => {
      socket.disconnect();
      setGuest({ state: "gone" });
    };
    const socket = createLiveSocket<Record<string, never>, GuestHears>({
      open: () =>
        new WebSocket(`${location.origin.replace("http", "ws")}${REALTIME_PATH}/?EIO=4&transport=websocket`),
      door: { namespace: GUESTS, auth: pass },
      // The first word from there is "look".
      onConnect: () => undefined,
      onLoss: (loss) => loss.kind === "refused" && loss.message === "gone" && gone(),
    });
    socket.on("look", () => void client.invalidateQueries({ queryKey: ["shared", token, "job"] }));
    socket.on("gone", gone);
    socket.connect();
    return () => socket.disconnect();
  }, [pass, client, token]);

  /** The key is too old, or the link was revoked: ask at the door again. */
  const again = useCallback(() => void open(), [open]);
  return {
    guest,
    tryPassword: (password: string) => {
      setGuest({ state: "locked", problem: null, isTrying: true });
      void open(password);
    },
    again,
  };
}
