/**
 * What an account's scripts must know and nobody may read in the database. Keys are paths, `folder/name`.
 * Source: Python's secrets.py: PUT makes (409 when it is there), PATCH changes, search lists one level below a prefix.
 */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";

const trimmed = z.string().transform((text) => text.replace(/^\/+|\/+$/g, ""));
const aSecret = z.object({
  key: trimmed.pipe(
    z
      .string()
      .min(1)
      .max(1024)
      .regex(/^[^/]+(?:\/[^/]+)*$/),
  ),
});
/** Units: characters. Of a key file or a certificate chain, with room to spare. */
const value = z.object({ value: z.string().max(65_536) });
const who = ["account"] as const;

export const secrets = {
  get: endpoint({
    method: "GET",
    path: "/secrets-manager/data/*key",
    who,
    /** A token that may only look must not carry secrets away. */
    scope: "submit",
    summary: "A secret's value.",
    params: aSecret,
    reply: value,
  }),
  create: endpoint({
    method: "PUT",
    path: "/secrets-manager/data/*key",
    who,
    summary: "Keep a secret, sealed. 409 when there is one of that key.",
    params: aSecret,
    body: value,
  }),
  update: endpoint({
    method: "PATCH",
    path: "/secrets-manager/data/*key",
    who,
    summary: "Give a secret another value. 404 when there is none of that key.",
    params: aSecret,
    body: value,
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/secrets-manager/data/*key",
    who,
    summary: "Forget a secret. 404 when there is none of that key.",
    params: aSecret,
  }),
  search: endpoint({
    method: "GET",
    path: "/secrets-manager/search/*prefix",
    who,
    summary: "Names directly below a prefix, without it; folders end in `/`. An empty prefix lists the top.",
    params: z.object({ prefix: trimmed.pipe(z.string().max(1024)) }),
    reply: z.object({ keys: z.array(z.string()) }),
  }),
};
