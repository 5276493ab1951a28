import { expect, it } from 'vitest';
import { skipUnless } from '../rigs/precondition';
import { runGuestTests } from '../rigs/vm';

// Each test that ran in the guest is one here. The guest runs while this file is collected, for its tests' names.
const results = await runGuestTests();

it('the guest ran its tests', () => {
  expect(results.filter(result => !result.suite).length).toBeGreaterThan(0);
});

for (const result of results.filter(each => !each.suite)) {
  it(result.name, ctx => {
    skipUnless(ctx, result.skip === undefined, `in the guest: ${result.skip ?? ''}`);
    if (result.error !== undefined) {
      expect.fail(result.error);
    }
    expect(result.passed).toBe(true);
  });
}
