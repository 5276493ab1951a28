import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command } from '../../rigs/command';
import { machineMayChange, stillRuns } from '../../rigs/machine';
import { PolkitRig } from '../../rigs/polkit';
import { needsMachine } from '../../rigs/precondition';

const PKEXEC = ['/usr/bin/pkexec', '--disable-internal-agent', '/usr/bin/id', '-u'];

describe('the polkit rig (changes the machine)', () => {
  let rig: PolkitRig;
  beforeEach(needsMachine);
  beforeAll(async () => {
    if (machineMayChange()) {
      rig = await PolkitRig.start();
    }
  });
  afterAll(async () => {
    if (machineMayChange()) {
      await rig.stop();
    }
  });

  const pkexec = (wrap = (argv: readonly string[]): readonly string[] => argv) =>
    command(wrap(rig.user.argv(['sh', '-c', `${PKEXEC.join(' ')}; exit $?`])), { cwd: '/' });

  it('lets the user in when a rule says yes', async () => {
    await rig.answer('yes');
    expect(await pkexec()).toMatchObject({ code: 0, stdout: '0\n' });
  });

  it('keeps the user out when a rule says no', async () => {
    await rig.answer('no');
    const { code, stderr } = await pkexec();
    expect(code).toBe(127);
    expect(stderr).toContain('Not authorized');
  });

  it('finds no agent when there is none', async () => {
    await rig.answer('ask');
    expect((await pkexec()).code).toBe(127);
  });

  it.each([
    ['cancel', 126, 'Request dismissed'],
    ['fail', 127, 'Not authorized'],
  ] as const)('asks an agent, which may %s', async (kind, code, message) => {
    await rig.answer('ask');
    const agent = await rig.agent(kind);
    const result = await pkexec(argv => agent.argv(argv));
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(code);
    expect(agent.asked).toBe(1);
  });

  it('lets sudo run what a drop-in allows, and refuses lines that are not sudoers syntax', async () => {
    await rig.sudoers(`${rig.user.name} ALL=(root) NOPASSWD: /bin/bash`);
    expect(await rig.user.maySudo('/bin/bash')).toBe(true);
    await rig.sudoers();
    expect(await rig.user.maySudo('/bin/bash')).toBe(false);
    await expect(rig.sudoers('not a line')).rejects.toThrow('Not sudoers lines');
  });

  it('leaves nothing behind', async () => {
    const daemons = rig.daemons;
    await rig.stop();
    expect(daemons.filter(stillRuns)).toEqual([]);
    expect((await command(['id', 'probe_dev'])).code).not.toBe(0);
    expect(existsSync('/etc/polkit-1/rules.d/10-probescope-rig.rules')).toBe(false);
    rig = await PolkitRig.start();
  });
});
