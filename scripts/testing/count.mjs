/** Reads how many tests passed and failed from the JSON reports of the two runners. Pure. */

/** @typedef {{passed: number, failed: number, skipped: number}} Count */

/**
 * Shape: {"numPassedTests": 10, "numFailedTests": 1, "numPendingTests": 0, …} → {passed: 10, failed: 1, skipped: 0}
 * A file that could not be loaded is a failure of its own: it holds tests that did not run.
 * @param {any} report of `vitest --reporter=json`
 * @returns {Count}
 */
export function countVitest(report) {
  const broken = (report.testResults ?? []).filter(
    (/** @type {any} */ file) => file.status === "failed" && (file.assertionResults ?? []).length === 0,
  ).length;
  return {
    passed: report.numPassedTests ?? 0,
    failed: (report.numFailedTests ?? 0) + broken,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}

/**
 * Shape: {"stats": {"expected": 5, "unexpected": 1, "flaky": 0, "skipped": 0}} → {passed: 5, failed: 1, skipped: 0}
 * A test that passed only at the second try is not a passed test.
 * @param {any} report of `playwright test --reporter=json`
 * @returns {Count}
 */
export function countPlaywright(report) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {};
  return { passed: expected, failed: unexpected + flaky + (report.errors ?? []).length, skipped };
}
