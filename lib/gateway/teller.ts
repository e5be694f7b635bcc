/**
 * From the platform's events to what each room is sent: gathered for a moment, merged, and packed against what the room
 * knows. Knows rooms by their names and sockets not at all.
 */
import type { FarmEvent, Topic } from "#lib/contract/events.ts";
import { topicsOf } from "#lib/contract/events.ts";
import type { Frame, FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { JobDelta } from "#lib/contract/packed/delta.ts";
import { type AccountRoom, createAccountRoom } from "./account-room.ts";
import { createCoalescer, type Timer, type Urgency } from "./coalesce.ts";
import { createJobRoom, type Happening, type JobRoom } from "./job-room.ts";
import { lastOfEach } from "./merge.ts";

type EventOf<Type extends FarmEvent["type"]> = Extract<FarmEvent, { type: Type }>;
type Item = Happening | { kind: "event"; event: FarmEvent };

/** What goes out. `exceptRoom`: who stands there is told the same in more detail. */
export interface Mouth {
  delta(room: Topic, delta: JobDelta): void;
  jobs(room: Topic, exceptRoom: Topic, delta: [jobId: string, delta: JobDelta]): void;
  credits(room: Topic, balance: number, held: number): void;
  events(room: Topic, events: FarmEvent[]): void;
  /** To those who look at just this frame. */
  progress(room: Topic, progress: FrameProgress): void;
}

export interface Teller {
  hear(event: FarmEvent): void;
  /** Nobody is in the room any more. */
  forget(room: string): void;
  /** What rooms know is no longer sure. */
  reset(): void;
  close(): void;
}

/** Work that was only handed out may wait; what people wait for is a picture, an end, or a reason. */
const isPatient = (frames: readonly Frame[] | "many"): boolean =>
  frames !== "many" && frames.length > 0 && frames.every(({ state }) => state === "active");

export function createTeller(mouth: Mouth, isHeard: (room: Topic) => boolean, timer: Timer): Teller {
  const jobRooms = new Map<string, JobRoom>();
  const accountRooms = new Map<string, AccountRoom>();
  /** A job's change waits here for the frames of the same commit, which follow it. */
  const halves = new Map<string, EventOf<"job.changed">>();

  const roomOf = <Room>(rooms: Map<string, Room>, name: string, create: () => Room): Room => {
    const room = rooms.get(name) ?? create();
    rooms.set(name, room);
    return room;
  };

  function emit(name: string, items: Item[]): void {
    const room = name as Topic;
    const happenings = items.filter((item) => item.kind !== "event");
    if (happenings.length > 0) {
      const delta = roomOf(jobRooms, name, createJobRoom).pack(happenings);
      if (delta !== null) mouth.delta(room, delta);
    }
    const events = items.flatMap((item) => (item.kind === "event" ? [item.event] : []));
    const jobs = events.filter((event) => event.type === "job.changed");
    if (jobs.length > 0)
      for (const told of roomOf(accountRooms, name, createAccountRoom).pack(jobs))
        mouth.jobs(room, `job:${told[0]}`, told);
    const credits = events.findLast((event) => event.type === "credits.changed");
    if (credits !== undefined) mouth.credits(room, credits.balance, credits.held);
    const rest = events.filter(({ type }) => type !== "job.changed" && type !== "credits.changed");
    if (rest.length > 0) mouth.events(room, lastOfEach(rest));
  }
  const coalescer = createCoalescer<Item>(emit, timer);
  const add = (room: Topic, item: Item, urgency: Urgency) => {
    if (isHeard(room)) coalescer.add(room, item, urgency);
  };

  function hearJob(event: EventOf<"frames.changed">): void {
    const half = halves.get(event.jobId);
    halves.delete(event.jobId);
    if (half === undefined || half.revision !== event.revision) return;
    const { since, revision, frames } = event;
    const change = { kind: "change" as const, since, revision, job: half.job, frames };
    add(`job:${event.jobId}`, change, isPatient(frames) ? "patient" : "soon");
  }

  return {
    hear(event) {
      switch (event.type) {
        case "job.changed":
          halves.set(event.jobId, event);
          add(`account:${event.job.accountId}`, { kind: "event", event }, "patient");
          return;
        case "frames.changed":
          hearJob(event);
          return;
        case "frame.progress":
          for (const progress of event.frames) mouth.progress(`job:${event.jobId}`, progress);
          add(`job:${event.jobId}`, { kind: "progress", frames: event.frames }, "patient");
          return;
        case "credits.changed":
          add(`account:${event.accountId}`, { kind: "event", event }, "patient");
          return;
        default:
          for (const topic of topicsOf(event)) add(topic, { kind: "event", event }, "soon");
      }
    },
    forget(room) {
      coalescer.forget(room);
      jobRooms.delete(room);
      accountRooms.delete(room);
    },
    reset() {
      halves.clear();
      jobRooms.clear();
      accountRooms.clear();
    },
    close: () => coalescer.close(),
  };
}
