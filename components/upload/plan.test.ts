import { expect, it } from "vitest";
import type { Upload } from "#lib/contract/farm/projects.ts";
import { newId } from "#lib/domain/ids.ts";
import {
  bytesOf,
  createSpeedometer,
  isSameFile,
  missingParts,
  retryPause,
  storedBytes,
  timeLeft,
} from "./plan.ts";

const part = (number: number, sizeBytes: number, isDone: boolean) => ({
  number,
  sizeBytes,
  isDone,
  sha256: null,
  url: isDone ? null : "u",
});
const upload: Upload = {
  id: newId(),
  name: "scene ü.blend",
  sizeBytes: 250,
  partSizeBytes: 100,
  createdAt: "2026-01-01T00:00:00Z",
  parts: [part(1, 100, true), part(2, 100, false), part(3, 50, false)],
};

it("parts cover the file once, the last one shorter", () => {
  expect(upload.parts.map((p) => bytesOf(upload, p))).toEqual([
    { first: 0, end: 100 },
    { first: 100, end: 200 },
    { first: 200, end: 250 },
  ]);
});

it("goes on with what is missing", () => {
  expect(missingParts(upload).map((p) => p.number)).toEqual([2, 3]);
  expect(storedBytes(upload)).toBe(100);
});

it("knows its file again by name and size, however the accents are written", () => {
  expect(isSameFile(upload, { name: "scene u\u0308.blend", size: 250 })).toBe(true);
  expect(isSameFile(upload, { name: "scene ü.blend", size: 251 })).toBe(false);
  expect(isSameFile(upload, { name: "other.blend", size: 250 })).toBe(false);
});

it("waits longer after each failure, but never long", () => {
  const pauses = [0, 1, 2, 3, 20].map((n) => retryPause(n, 1));
  expect(pauses).toEqual([500, 1000, 2000, 4000, 10_000]);
  expect(retryPause(0, 0)).toBe(375);
});

it("tells speed over the last seconds and the time left by it", () => {
  const speed = createSpeedometer();
  expect(speed.at(0, 0)).toBe(0);
  expect(speed.at(1000, 500)).toBe(500);
  // The slow start has left the window.
  expect(speed.at(9000, 16_500)).toBe(2000);
  expect(timeLeft(4000, 2000)).toBe(2);
  expect(timeLeft(4000, 0)).toBeNull();
});
