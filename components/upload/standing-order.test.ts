/** What becomes of a job that was ordered before its file was there. */
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Farm, FarmError } from "#lib/client/index.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import {
  adoptOrder,
  orderOf,
  orderView,
  placeOrder,
  refuseOrder,
  sendOrder,
  takeBackOrder,
} from "./standing-order.ts";

const project = {
  id: "project",
  name: "shot",
  bucket: "shot-1",
  version: 2,
  blendFile: "scenes/shot.blend",
} as unknown as Project;
const settings = renderSettings.parse({ blendFile: "shot.blend", frames: "1-6" });
const place = (key = "upload 1") =>
  placeOrder({ key, name: "shot", settings, ceiling: { credits: 40, atCap: "stop" } });

interface Task {
  shortname?: string | null;
  constants?: { key: string; value: unknown }[];
}
let sent: Task[];
/** Answers in this order; a FarmError is thrown. */
function farmThat(...answers: (string | FarmError)[]): Farm {
  const submit = async ({ body }: { body: Task }) => {
    sent.push(body);
    const answer = answers.shift();
    if (answer instanceof FarmError || answer === undefined) throw answer ?? new Error("Asked too often.");
    return { uuid: answer };
  };
  const get = async ({ params }: { params: { jobId: string } }) => ({ uuid: `job of ${params.jobId}` });
  return { tasks: { submit, get } } as unknown as Farm;
}
const lost = () => new FarmError({ code: "unavailable", status: 0, message: "No answer." });
const refused = (fields: Record<string, string>) =>
  new FarmError({ code: "invalid", status: 400, message: "No.", fields });

const leaving = new EventTarget();
beforeEach(() => {
  sent = [];
  vi.stubGlobal("window", leaving);
});
afterEach(() => {
  takeBackOrder();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
/** Whether the window asks before it is closed. */
const asks = () => !leaving.dispatchEvent(new Event("beforeunload", { cancelable: true }));

it("an order waits for its upload, and goes out with the project's own place and version", async () => {
  place();
  expect(orderView().state).toBe("waiting");
  expect(asks()).toBe(true);
  await sendOrder(farmThat(), new QueryClient(), project);
  expect(sent).toEqual([]);
  adoptOrder("upload 1", "project");
  await sendOrder(farmThat("job"), new QueryClient(), project);
  expect(orderView()).toMatchObject({ state: "sent", jobId: "job" });
  expect(asks()).toBe(false);
  const constants = Object.fromEntries(sent[0]?.constants?.map(({ key, value }) => [key, value]) ?? []);
  expect(constants).toMatchObject({ BLEND_FILE: "scenes/shot.blend", HEARTH_VERSION: "2", HEARTH_CAP: "40" });
});

it("an order that is taken back is never sent, and the window may be closed", async () => {
  place("project");
  takeBackOrder();
  await sendOrder(farmThat("job"), new QueryClient(), project);
  expect(sent).toEqual([]);
  expect(asks()).toBe(false);
});

it("a farm that is away is waited for, and an answer that was lost makes no second job", async () => {
  vi.useFakeTimers();
  place("project");
  const sending = sendOrder(
    farmThat(lost(), refused({ "shortname-uniqueness": "There is one." })),
    new QueryClient(),
    project,
  );
  await vi.advanceTimersByTimeAsync(0);
  expect(orderView()).toMatchObject({
    state: "sending",
    trouble: expect.stringContaining("by itself") as string,
  });
  await vi.advanceTimersByTimeAsync(20_000);
  await sending;
  const [first, second] = sent;
  expect(second?.shortname).toBe(first?.shortname);
  expect(orderView()).toMatchObject({ state: "sent", jobId: `job of ${first?.shortname}` });
});

it("what the farm refuses is told, and can be ordered again", async () => {
  place("project");
  await sendOrder(farmThat(refused({ "constants.BLEND_W": "Too wide." })), new QueryClient(), project);
  expect(orderView()).toMatchObject({
    state: "refused",
    error: { fields: { "constants.BLEND_W": "Too wide." } },
  });
  place("project");
  await sendOrder(farmThat("job"), new QueryClient(), project);
  expect(orderView().state).toBe("sent");
});

it("an upload that ends badly refuses its order, and no other one's", () => {
  place();
  refuseOrder("upload 2", new Error("Gone."));
  expect(orderView().state).toBe("waiting");
  refuseOrder("upload 1", new Error("Gone."));
  expect(orderView()).toMatchObject({ state: "refused", error: { message: "Gone." } });
});

it("a form sees its own order only", () => {
  place();
  expect(orderOf(orderView(), "project").state).toBe("none");
  expect(orderOf(orderView(), "upload 1").state).toBe("waiting");
});
