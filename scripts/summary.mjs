// Counts what the parts came to and says it as they end.

/** @typedef {import('./vitestPart.mjs').Outcome} Outcome */

export class Summary {
  passed = 0;
  failures = 0;
  skips = 0;
  /** Lines on what failed, for the end: where much is printed, what comes first is often cut off. */
  recap = [];

  /** @param {boolean} ci whether a skip is a failure, unless the test names a kernel property as its precondition */
  constructor(ci) {
    this.ci = ci;
  }

  /**
   * @param {string} part
   * @param {number} time milliseconds it ran
   * @param {number} waited milliseconds it waited for what had to be prepared
   * @param {Outcome} outcome
   */
  add(part, time, waited, outcome) {
    const refused = outcome.skipped.filter(each => this.ci && each.kernelProperty === undefined);
    const skipped = outcome.skipped.filter(each => !refused.includes(each));
    const failed = [
      ...outcome.failed,
      ...refused.map(each => ({
        name: each.name,
        detail: `skipped, which CI does not accept: ${each.reason}`,
        reasons: [each.reason],
      })),
    ];
    this.passed += outcome.passed;
    this.failures += failed.length;
    this.skips += skipped.length;
    const counts = [
      `${outcome.passed} passed`,
      ...(failed.length > 0 ? [`${failed.length} failed`] : []),
      ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    ];
    const wait = waited > 500 ? ` after waiting ${seconds(waited)}` : '';
    console.log(
      `${failed.length > 0 ? '✗' : '✓'} ${part.padEnd(11)} ${counts.join(', ')} (${seconds(time)}${wait})`,
    );
    for (const [reason, names] of byReason(skipped)) {
      const what = names.length === 1 ? names[0] : `${names.length} tests`;
      console.log(`    skipped ${what}: ${reason}`);
    }
    for (const { name, detail, reasons = [] } of failed) {
      console.log([`    failed: ${name}`, ...indent(detail)].join('\n'));
      this.recap.push(`✗ ${part}: ${name}`, ...reasons.map(reason => `    ${reason}`));
    }
    if (outcome.report !== undefined) {
      console.log(indent(outcome.report).join('\n'));
    }
  }

  /** What failed, each with its reasons, and the counts. */
  lastLines() {
    const counts = `${this.passed} passed, ${this.failures} failed, ${this.skips} skipped`;
    return [...this.recap, counts].join('\n');
  }
}

function byReason(skipped) {
  const groups = new Map();
  for (const { name, reason } of skipped) {
    groups.set(reason, [...(groups.get(reason) ?? []), name]);
  }
  return groups;
}

const seconds = milliseconds => `${(milliseconds / 1000).toFixed(1)} s`;

const indent = (text = '') => (text === '' ? [] : text.split('\n').map(line => `      ${line}`));
