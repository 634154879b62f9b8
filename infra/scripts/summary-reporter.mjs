// Last words of a test run: what was skipped and why, then one line over all suites.

/** TOUCHLINE_REQUIRE_ALL=1 (CI) makes a skipped test a failure: what CI promises to run must run. */
const requireAll = process.env.TOUCHLINE_REQUIRE_ALL === '1';

export default class SummaryReporter {
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    const skipped = tests.filter((test) => test.result().state === 'skipped' || test.result().state === 'pending');
    for (const test of skipped) {
      process.stdout.write(`skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${test.result().note ?? 'no reason given'}\n`);
    }
    // A file that could not be read, or whose preparation failed, has no failed test to count.
    const broken = modules.filter((module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length).length;
    const failed = count('failed') + broken + errors.length;
    if (requireAll && skipped.length > 0) {
      process.stdout.write('every suite is required here (TOUCHLINE_REQUIRE_ALL=1), so what was skipped counts as failed\n');
      process.exitCode = 1;
    }
    const counted = requireAll ? { failed: failed + skipped.length, skipped: 0 } : { failed, skipped: skipped.length };
    process.stdout.write(`${count('passed')} passed, ${counted.failed} failed, ${counted.skipped} skipped\n`);
  }
}
