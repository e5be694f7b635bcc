/**
 * A job that is sent as soon as its file is there: pressed while the upload still runs, kept over errors and over a reload of
 * the page, and taken back at will. Outside React: it is sent whichever page is looked at. One a window.
 */
import type { QueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { say } from "#components/ui/toast.tsx";
import { FarmError } from "#lib/client/farm-error.ts";
import type { Farm } from "#lib/client/index.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import { AT_CAP } from "#lib/domain/cap.ts";
import { capCredits } from "#lib/domain/cap-credits.ts";
import { type JobId, newId } from "#lib/domain/ids.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { keys } from "#lib/queries/keys.ts";
import { foundInTab, keepInTab } from "./kept-in-tab.ts";
import { patiently } from "./run-upload.ts";

const order = z.object({
  /** Of the upload at first, of its project when there is one. */
  key: z.string(),
  /** Sent along, so that an answer that got lost is no second job. */
  shortname: z.string(),
  name: z.string(),
  settings: renderSettings,
  ceiling: z.object({ credits: capCredits.nullable(), atCap: z.enum(AT_CAP) }),
});
export type Order = z.infer<typeof order>;

export type OrderView =
  | { state: "none" }
  | { state: "waiting" | "sending"; order: Order; trouble: string | null }
  | { state: "refused"; order: Order; error: Error }
  | { state: "sent"; order: Order; jobId: JobId };

const KEPT = "order";
const NONE: OrderView = { state: "none" };
const AWAY = "The farm can't be reached. The job is sent by itself when it is back.";

let view: OrderView | null = null;
let sending: AbortController | null = null;
const listeners = new Set<() => void>();

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function become(next: OrderView): void {
  view = next;
  const isOpen = next.state === "waiting" || next.state === "sending";
  keepInTab(KEPT, isOpen ? next.order : null);
  if (isOpen) window.addEventListener("beforeunload", askBeforeLeaving);
  else window.removeEventListener("beforeunload", askBeforeLeaving);
  for (const changed of listeners) changed();
}

function restored(): OrderView {
  const kept = foundInTab(KEPT, (value) => order.parse(value));
  return kept === null ? NONE : { state: "waiting", order: kept, trouble: null };
}

export const orderView = (): OrderView => (view ??= restored());
export const noOrder = (): OrderView => NONE;
export function onOrder(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Of this form's, or none. */
export const orderOf = (seen: OrderView, key: string): OrderView =>
  seen.state !== "none" && seen.order.key === key ? seen : NONE;

export function placeOrder(wanted: Omit<Order, "shortname">): void {
  sending?.abort();
  become({ state: "waiting", order: { ...wanted, shortname: `form-${newId()}` }, trouble: null });
}

/** Nothing more is sent; what the farm accepted already stays. */
export function takeBackOrder(): void {
  sending?.abort();
  sending = null;
  become(NONE);
}

/** The upload became a project: what is kept for it goes by the project's name from now on. */
export function adoptOrder(from: string, to: string): void {
  const seen = orderView();
  if ((seen.state === "waiting" || seen.state === "refused") && seen.order.key === from)
    become({ ...seen, order: { ...seen.order, key: to } });
}

/** What it waits for will not come. */
export function refuseOrder(key: string, error: Error): void {
  const seen = orderView();
  if (seen.state === "waiting" && seen.order.key === key)
    become({ state: "refused", order: seen.order, error });
}

async function submit(farm: Farm, wanted: Order, project: Project, signal: AbortSignal): Promise<JobId> {
  const { shortname, name, ceiling } = wanted;
  const { bucket, version, blendFile } = project;
  const task = taskFromSettings({
    name,
    bucket,
    version,
    settings: { ...wanted.settings, blendFile },
    ceiling,
  });
  try {
    return (await farm.tasks.submit({ body: { ...task, shortname }, signal })).uuid;
  } catch (error) {
    const isThere = error instanceof FarmError && "shortname-uniqueness" in error.fields;
    if (!isThere) throw error;
    // The answer to an earlier try was lost on its way.
    return (await farm.tasks.get({ params: { jobId: shortname }, signal })).uuid as JobId;
  }
}

/** Sends the order of that project, if one waits. Errors: none; what the farm refuses is shown where it was ordered. */
export async function sendOrder(farm: Farm, client: QueryClient, project: Project): Promise<void> {
  const seen = orderView();
  if (seen.state !== "waiting" || seen.order.key !== project.id) return;
  const stop = new AbortController();
  sending = stop;
  const wanted = seen.order;
  become({ state: "sending", order: wanted, trouble: null });
  const onTrouble = (trouble: string | null) =>
    become({ state: "sending", order: wanted, trouble: trouble === null ? null : AWAY });
  try {
    const send = () => submit(farm, wanted, project, stop.signal);
    const jobId = await patiently({ signal: stop.signal, onTrouble }, send);
    if (stop.signal.aborted) return;
    become({ state: "sent", order: wanted, jobId });
    say(`“${wanted.name}” is submitted.`);
    void client.invalidateQueries({ queryKey: keys.jobs });
  } catch (error) {
    if (stop.signal.aborted) return;
    become({
      state: "refused",
      order: wanted,
      error: error instanceof Error ? error : new Error(String(error)),
    });
  }
}
