// Runs one vitest project and counts its tests.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * What a part of `npm test` came to.
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {readonly { name: string, detail?: string, reasons?: readonly string[] }[]} failed
 * @property {readonly { name: string, reason: string, kernelProperty?: string }[]} skipped
 * @property {string} [report] what the tool itself said about the failures
 */

/**
 * @param {string} root the repository
 * @param {string} part name of the part; also of its result file
 * @param {string} project of vitest.config.mts
 * @param {object} options
 * @param {number} options.timeout milliseconds for all of it
 * @param {Record<string, string>} options.env in addition to this process's
 * @param {readonly string[]} options.without globs of test files to leave out
 * @returns {Promise<Outcome>}
 */
export async function runVitest(root, part, project, { timeout, env, without }) {
  const file = join(root, `out/results/${part}.json`);
  await mkdir(join(root, 'out/results'), { recursive: true });
  await rm(file, { force: true });
  const vitest = [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const argv = [...vitest, '--project', project, ...reporters];
  const { code, output, timedOut } = await run(argv, {
    cwd: root,
    timeout,
    env: { ...process.env, NO_COLOR: '1', ...env, PROBESCOPE_WITHOUT: without.join(',') },
  });
  const report = await readFile(file, 'utf8').then(JSON.parse, () => ({ testResults: [] }));
  const outcome = count(report.testResults);
  if (timedOut) {
    outcome.failed.push({ name: `${part}: not done within ${timeout / 1000} s` });
  } else if (code !== 0 && outcome.failed.length === 0) {
    outcome.failed.push({ name: `${part}: vitest ended with ${code}` });
  }
  return outcome.failed.length > 0 ? { ...outcome, report: failures(output) } : outcome;
}

/** The part of vitest's output that is about failures, or its end when there is none. */
function failures(output) {
  const start = output.search(/^.*(Failed Suites|Failed Tests|Unhandled Errors) \d*/m);
  const lines = output.slice(Math.max(start, 0)).trimEnd().split('\n');
  return (start < 0 ? lines.slice(-60) : lines.slice(0, 250)).join('\n');
}

function count(files) {
  const outcome = { passed: 0, failed: [], skipped: [] };
  for (const { name: file, status, assertionResults } of files) {
    const before = outcome.failed.length;
    for (const { status: state, fullName, meta, failureMessages } of assertionResults) {
      if (state === 'passed') {
        outcome.passed++;
      } else if (state === 'failed') {
        const reasons = failureMessages?.map(firstLine);
        outcome.failed.push({ name: fullName, ...(reasons?.length && { reasons }) });
      } else {
        const unsaid = status === 'failed' ? 'its preparation failed' : 'no reason given';
        const { skipReason = unsaid, kernelProperty } = meta ?? {};
        outcome.skipped.push({ name: fullName, reason: skipReason, kernelProperty });
      }
    }
    if (status === 'failed' && outcome.failed.length === before) {
      // A file that cannot be loaded, or a hook of it that failed.
      outcome.failed.push({ name: file });
    }
  }
  return outcome;
}

const firstLine = text => text.split('\n', 1)[0].slice(0, 300);
