import { expect, it } from "vitest";
import { newId, type JobId } from "#lib/domain/ids.ts";
import { readTicket, writeTicket } from "./ticket.ts";

const ticket = { jobId: newId<JobId>(), frames: "1-3", until: 1000 };

it("what was signed is read back until its time is over", () => {
  const text = writeTicket("secret", ticket);
  expect(readTicket("secret", text, 1000)).toEqual(ticket);
  expect(readTicket("secret", text, 1001)).toBeNull();
});

it("another secret, another text or nonsense is refused", () => {
  const text = writeTicket("secret", ticket);
  expect(readTicket("other", text, 0)).toBeNull();
  expect(readTicket("secret", `x${text}`, 0)).toBeNull();
  const [, signature] = text.split(".");
  const other = Buffer.from(JSON.stringify({ ...ticket, frames: null })).toString("base64url");
  expect(readTicket("secret", `${other}.${signature}`, 0)).toBeNull();
  expect(readTicket("secret", "", 0)).toBeNull();
  expect(readTicket("secret", "a.b.c", 0)).toBeNull();
});
