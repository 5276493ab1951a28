import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import type { GuestResult } from './guestResult';

/**
 * Runs inside the guest: every bundled test file beside this one, with a JSON line for each test on stdout, which is the
 * port to the host.
 */
function main(): void {
  const files = readdirSync(__dirname)
    .filter(name => name.endsWith('.test.js'))
    .sort();
  const stream = run({ files: files.map(name => `${__dirname}/${name}`), concurrency: 1 });
  stream.on('test:pass', data => report({ ...describe(data), passed: true }));
  stream.on('test:fail', data => {
    const { error } = data.details;
    const cause = error.cause instanceof Error ? error.cause : error;
    report({ ...describe(data), passed: false, error: cause.stack ?? cause.message });
  });
  stream.resume();
}

interface TestData {
  readonly name: string;
  readonly nesting: number;
  readonly details: { readonly duration_ms: number; readonly type?: string | undefined };
  readonly skip?: string | boolean;
}

function describe(data: TestData): Omit<GuestResult, 'passed'> {
  return {
    name: data.name,
    nesting: data.nesting,
    suite: data.details.type === 'suite',
    duration: data.details.duration_ms,
    ...(data.skip === undefined ? {} : { skip: String(data.skip) }),
  };
}

function report(result: GuestResult): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main();
