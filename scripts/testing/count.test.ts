/** The sums of `npm test` count everything that did not pass. */
import { expect, it } from "vitest";
import { countPlaywright, countVitest } from "./count.mjs";

it("vitest: a file that could not be loaded counts as failed", () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "failed", assertionResults: [] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

it("playwright: a flaky test and an error outside of tests count as failed", () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{ message: "x" }] };
  expect(countPlaywright(report)).toEqual({ passed: 4, failed: 3, skipped: 1 });
});
