/** Of several events that tell the same thing only the last is sent on. Pure. */
import type { FarmEvent } from "#lib/contract/events.ts";

/** Events with the same key replace each other; null: each one counts. */
function keyOf(event: FarmEvent): string | null {
  switch (event.type) {
    case "job.changed":
    case "frames.changed":
    case "frame.progress":
      return `${event.type} ${event.jobId}`;
    case "project.changed":
      return `${event.type} ${event.project.id}`;
    case "quote.changed":
      return `${event.type} ${event.quoteId}`;
    case "share.changed":
      return `${event.type} ${event.shareId} ${event.isOver}`;
    case "scene-model.changed":
      return `${event.type} ${event.modelId}`;
    case "credits.changed":
    case "sessions.ended":
      return `${event.type} ${event.accountId}`;
    case "node.changed":
      return `${event.type} ${event.node.id}`;
    case "farm.changed":
    case "work.expected":
      return event.type;
    case "lease.revoked":
    case "cap.neared":
    case "quote.decided":
      return null;
    default:
      return event satisfies never;
  }
}

/** In the order of first appearance. */
export function lastOfEach<Event extends FarmEvent>(events: readonly Event[]): Event[] {
  const last = new Map<string | number, Event>();
  for (const [index, event] of events.entries()) last.set(keyOf(event) ?? index, event);
  return [...last.values()];
}
