import { expect, inject, it } from 'vitest';
import { skipUnless } from '../rigs/precondition';
import { runHostSuite } from './runHostSuite';

// Each Mocha test is one here. The suite runs while this file is collected, for its tests' names.
const { kit, vsix } = inject('vscode');
const { results } = await runHostSuite(kit, vsix);

it('the extension host ran its tests', () => {
  expect(results.length).toBeGreaterThan(0);
});

for (const result of results) {
  it(result.title, ctx => {
    skipUnless(ctx, result.state !== 'skipped', result.reason ?? '');
    if (result.error !== undefined) {
      expect.fail(result.error);
    }
    expect(result.state).toBe('passed');
  });
}
