/** What Qarnot's clients ask first: is the token good, where is storage, what may I use. */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { info, profile, settings, versions } from "./info.ts";

export const platform = {
  root: endpoint({
    method: "GET",
    path: "/",
    who: ["account"],
    summary: "Whether the token is good: 200 with nothing in it, or 401.",
  }),
  info: endpoint({
    method: "GET",
    path: "/info",
    who: ["account"],
    summary: "The caller's limits and counts.",
    reply: info,
  }),
  settings: endpoint({
    method: "GET",
    path: "/settings",
    who: ["public"],
    summary: "Where storage is.",
    reply: settings,
  }),
  versions: endpoint({
    method: "GET",
    path: "/versions",
    who: ["public"],
    summary: "API versions.",
    reply: versions,
  }),
  profiles: endpoint({
    method: "GET",
    path: "/profiles",
    who: ["account"],
    summary: "Names of profiles: `blender` and one for each Blender version, `blender-3.4`.",
    reply: z.array(z.string()),
  }),
  profile: endpoint({
    method: "GET",
    path: "/profiles/:name",
    who: ["account"],
    summary: "A profile's constants.",
    params: z.object({ name: z.string() }),
    reply: profile,
  }),
};
