import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { test } from 'node:test';
import { GuestHelper } from './support/guestHelper';

// Lockdown is for good until the next boot: by its name this file is the guest's last.
test('lockdown for confidentiality is told by its name, everywhere', async () => {
  execFileSync('mount', ['-t', 'securityfs', 'nodev', '/sys/kernel/security']);
  appendFileSync('/sys/kernel/security/lockdown', 'confidentiality');
  await using helper = await GuestHelper.start();
  assert.equal(helper.name, null);
  const { checks } = await helper.client.request('preflight', {});
  assert.deepEqual(
    checks.find(({ id }) => id === 'lockdown'),
    {
      id: 'lockdown',
      state: 'failed',
      detail: 'confidentiality: the kernel forbids tracing',
    },
  );
  const request = { symbol: 'do_mkdirat', label: 'x', args: [], enable: true, offset: '0x0' };
  const { results } = await helper.client.request('create', {
    probes: [{ kind: 'kprobe', ...request }],
  });
  const [result] = results;
  assert.ok(result?.ok === false);
  assert.equal(result.error.code, 'lockdown');
  await assert.rejects(helper.client.request('hits', {}), { code: 'lockdown' });
});
