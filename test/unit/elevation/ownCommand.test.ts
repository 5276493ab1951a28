import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HelperFile } from '../../../src/elevation/helperFile';
import { endOf } from '../../../src/elevation/launch/runningCommand';
import { OwnCommandStrategy } from '../../../src/elevation/strategies/ownCommand';
import { Elevator } from '../../../src/elevation/elevator';

const helper = new HelperFile(Buffer.from('unused'));
const never = new AbortController().signal;
const quiet = (): void => undefined;
const node = (source: string): OwnCommandStrategy =>
  new OwnCommandStrategy([process.execPath, '-e', source], quiet);

describe('the end of a command', () => {
  it('is not a signal that was refused, as sudo refuses that of its user', async () => {
    const child = spawn(process.execPath, ['-e', 'process.exitCode = 3'], { stdio: 'pipe' });
    const ended = endOf(child, quiet);
    await once(child, 'spawn');
    child.emit('error', new Error('kill EPERM'));
    expect(await ended).toEqual({ exitCode: 3, output: '' });
  });

  it('is told of a program that is not there', async () => {
    const { exitCode, output } = await endOf(spawn('/no/such/program'), quiet);
    expect(exitCode).toBeUndefined();
    expect(output).toContain('ENOENT');
  });
});

describe('OwnCommandStrategy', () => {
  it('gives the standard input and output of the command as one stream', async () => {
    const connection = await node('process.stdin.pipe(process.stdout)').start(helper, never);
    connection.stream.write('ping');
    const [chunk] = (await once(connection.stream, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('ping');
    connection.dispose();
    expect(await connection.ended).toMatchObject({ code: 'disposed' });
  });

  it('ends a command that does not end with its input', async () => {
    const connection = await node('setInterval(() => {}, 1000)').start(helper, never);
    connection.dispose();
    const { code, exitCode } = await connection.ended;
    expect({ code, exitCode }).toEqual({ code: 'disposed', exitCode: undefined });
  });

  it('reports exit code and last words of a command that ends', async () => {
    const connection = await node(
      'console.error("Permission denied (publickey)."); process.exitCode = 255',
    ).start(helper, never);
    connection.stream.resume();
    expect(await connection.ended).toEqual({
      code: 'closed',
      exitCode: 255,
      detail: 'Permission denied (publickey).',
    });
  });

  it.each([[[]], [['']], [['a\0b']]])('refuses %j', async command => {
    const strategy = new OwnCommandStrategy(command, quiet);
    expect(await strategy.check()).toMatchObject({ ok: false, code: 'badCommand' });
    await expect(strategy.start(helper, never)).rejects.toMatchObject({ code: 'badCommand' });
  });

  it('says which program cannot be started', async () => {
    const strategy = new OwnCommandStrategy(['/does/not/exist'], quiet);
    await expect(strategy.start(helper, never)).rejects.toMatchObject({
      code: 'badCommand',
      message: expect.stringContaining('/does/not/exist') as string,
    });
  });
});

describe('Elevator', () => {
  const elevator = new Elevator({
    helperPath: process.execPath,
    elevatorPath: '/does/not/exist',
    command: [process.execPath, '-e', ''],
    log: quiet,
  });

  it('plans only the own command where there is one', async () => {
    expect(await elevator.plan()).toEqual([
      { id: 'command', ok: true, reason: `Runs your own command: ${process.execPath} -e ` },
    ]);
  });

  it('starts nothing when the person says no', async () => {
    const asked: unknown[] = [];
    const start = elevator.start(never, plan => {
      asked.push(plan);
      return Promise.resolve(false);
    });
    await expect(start).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toHaveLength(1);
  });

  it('refuses a helper that is too big to be one', async () => {
    await expect(elevator.start(never)).rejects.toMatchObject({ code: 'tampered' });
  });

  it('plans all ways otherwise', async () => {
    const plan = await new Elevator({ helperPath: '', elevatorPath: '', log: quiet }).plan();
    expect(plan.map(({ id }) => id)).toEqual(['direct', 'sudo', 'installed', 'pkexec', 'terminal']);
    expect(plan[0]!.ok).toBe(process.getuid?.() === 0);
    expect(plan[4]).toMatchObject({ ok: false, code: 'noTerminal' });
  });
});
