import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { type HostReport, type HostResult, RESULT_FILE } from '../hostResult';
import { skipReasonOf } from './skipBecause';

/**
 * What VS Code calls in the extension host: runs every test file beside this one and writes the result file. Rejects when a
 * test fails, which VS Code reports as exit code 1.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false });
  for (const name of readdirSync(__dirname).filter(each => each.endsWith('.test.js'))) {
    mocha.addFile(join(__dirname, name));
  }
  const results: HostResult[] = [];
  const failures = await new Promise<number>(resolve => {
    const runner = mocha.run(resolve);
    const add = (test: Mocha.Runnable, state: HostResult['state'], error?: Error) =>
      results.push({
        title: test.fullTitle(),
        state,
        duration: test.duration ?? 0,
        ...(error ? { error: error.stack ?? error.message } : {}),
        ...(state === 'skipped' ? { reason: skipReasonOf(test) ?? 'no reason given' } : {}),
      });
    runner.on('pass', test => add(test, 'passed'));
    runner.on('fail', (test, error: Error) => add(test, 'failed', error));
    runner.on('pending', test => add(test, 'skipped'));
  });
  const file = process.env[RESULT_FILE];
  if (file !== undefined) {
    const report: HostReport = { finished: true, results };
    writeFileSync(`${file}.new`, JSON.stringify(report));
    renameSync(`${file}.new`, file);
  }
  if (failures > 0) {
    throw new Error(`${failures} of the tests in the extension host failed`);
  }
}
