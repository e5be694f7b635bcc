/** What a caller is told of errors that nobody meant for people. */
import { expect, test } from "vitest";
import { silentLog } from "#lib/log.ts";
import { InputProblem } from "../errors.ts";
import { errorReply } from "./error-reply.ts";

test("a database without room on its disk is a full disk, not a mystery", () => {
  const error = Object.assign(new Error('could not extend file "base/5/16604": No space left on device'), {
    code: "53100",
  });
  const { status, body } = errorReply(error, "request-1", silentLog);
  expect(status).toBe(507);
  expect(body.code).toBe("disk_full");
  expect(body.message).not.toContain("base/5");
});

test("what nobody foresaw is told without its details", () => {
  const { status, body } = errorReply(new Error("secret path"), "request-1", silentLog);
  expect(status).toBe(500);
  expect(body).toMatchObject({ code: "internal", requestId: "request-1" });
  expect(body.message).not.toContain("secret path");
});

test("a value that no column holds is the caller's fault, so that no client repeats it", () => {
  const error = Object.assign(new Error("invalid byte sequence"), { code: "22021" });
  expect(errorReply(error, "request-1", silentLog)).toMatchObject({ status: 400, body: { code: "invalid" } });
});

test("a client that looks for errors finds them as a problem", () => {
  const reply = errorReply(new InputProblem({ "policies[0]": "Not valid." }), "request-1", silentLog);
  expect(reply).toMatchObject({
    status: 400,
    media: "application/problem+json",
    body: { message: "Not valid.", status: 400, errors: { "policies[0]": ["Not valid."] } },
  });
});
