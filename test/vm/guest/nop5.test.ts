import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nop5Trial } from '../../../src/extension/nop5/nop5Trial';
import { GuestHelper } from './support/guestHelper';

// 6.1 has no optimised uprobes: the trial must see its own probe fire, and no harm.
test('a nop of five bytes is harmless to probe on a kernel without optimised uprobes', async () => {
  await using helper = await GuestHelper.start();
  assert.equal(await nop5Trial(helper.client, ['/tmp']), 'harmless');
  assert.deepEqual((await helper.client.request('list', {})).probes, []);
});
