/** What an administrator knows about the farm's energy. What it is for: docs/carbon.md. */
import { carbonFacts } from "#lib/domain/carbon.ts";
import { endpoint } from "../endpoint.ts";

export const carbonSettings = {
  get: endpoint({
    method: "GET",
    path: "/farm/v1/carbon",
    who: ["admin"],
    summary: "The figures that energy and carbon are reckoned with.",
    reply: carbonFacts,
  }),
  set: endpoint({
    method: "PUT",
    path: "/farm/v1/carbon",
    who: ["admin"],
    summary:
      "Set them; what is left out becomes the default. They hold for all tasks, also those that are done.",
    body: carbonFacts,
    reply: carbonFacts,
  }),
};
