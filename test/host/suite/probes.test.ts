import * as assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { until } from '../../rigs/poll';
import { skipBecause } from './skipBecause';

const TRACEFS = '/sys/kernel/tracing';
/** Also the mark by which the kernel's listing tells this run's events from others'. */
const EVENT = `host_${process.pid}_price`;

describe('probes through the real helper', function () {
  let program = '';
  let orders: ChildProcess | undefined;

  before(async function () {
    if (process.getuid?.() !== 0) {
      skipBecause(this, 'it needs root');
    }
    await vscode.extensions.getExtension('probescope.probescope')?.activate();
    program = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'orders');
    orders = spawn(program, [], { stdio: 'ignore' });
  });

  after(async () => {
    orders?.kill();
    await vscode.commands.executeCommand('probescope.helper.stop');
  });

  it('attaches, counts, stops, starts and removes', async () => {
    await attach(program);
    assert.equal((await ourEvents()).length, 1);
    await until('hits are counted', async () => (await hits()) > 5);

    // What the menu of the tree's row hands to its commands.
    const group = { kind: 'group', target: program };
    await vscode.commands.executeCommand('probescope.group.stop', group);
    const stopped = await hits();
    // Long enough for a dozen calls: the program goes on.
    await new Promise(resolve => setTimeout(resolve, 300));
    assert.equal(await hits(), stopped, 'a stopped probe counts nothing');
    await vscode.commands.executeCommand('probescope.group.start', group);
    await until('it counts again', async () => (await hits()) > stopped);

    await vscode.commands.executeCommand('probescope.group.remove', group);
    assert.deepEqual(await ourEvents(), []);
  });

  it('takes everything with it when the helper is stopped, and makes it again on demand', async () => {
    await attach(program);
    await vscode.commands.executeCommand('probescope.helper.stop');
    assert.deepEqual(await ourEvents(), []);
    await vscode.commands.executeCommand('probescope.probes.recreate');
    assert.equal((await ourEvents()).length, 1);
    await until('hits are counted', async () => (await hits()) > 5);
    await vscode.commands.executeCommand('probescope.probes.removeAll');
    assert.deepEqual(await ourEvents(), []);
  });

  it('leaves nothing when the helper is ended by a signal', async () => {
    await attach(program);
    process.kill(await helperPid(), 'SIGTERM');
    await until('the kernel is as it was', async () => (await ourEvents()).length === 0);
  });

  it('shows what a killed helper left, and sweeps it', async () => {
    await attach(program);
    const pid = await helperPid();
    const owner = /probescope_u0_p\d+_[0-9a-z]+/.exec((await ourEvents())[0] ?? '')?.[0];
    process.kill(pid, 'SIGKILL');
    await until('it is dead', () => !isAlive(pid));
    assert.equal((await ourEvents()).length, 1, 'nobody was left to remove it');
    await until('it is swept', async () => {
      // Of this one only: another run may be testing the same.
      await vscode.commands.executeCommand('probescope.orphans.sweep', { kind: 'orphan', owner });
      return (await ourEvents()).length === 0;
    });
    const instances = await readdir(join(TRACEFS, 'instances'));
    assert.deepEqual(
      instances.filter(name => name.includes(`_p${pid}_`)),
      [],
    );
  });

  it('diagnoses in a document that says nothing private', async () => {
    await vscode.commands.executeCommand('probescope.diagnosis.report');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'probescope-text');
    const text = document.getText();
    assert.match(text, /\[ok\] Kernel: Linux /);
    assert.match(text, /WAYS TO ROOT\n\[ok\] Being root already/);
    assert.match(text, /Probes on programs: /, 'the helper runs, so what root sees is in it');
    assert.doesNotMatch(text, /orders/);
    // Not any temporary folder: VS Code itself may run from one.
    assert.ok(!text.includes(dirname(program)), text);
  });
});

/** Pastes a tracefs line, the way that needs no click: the box offers what is on the clipboard. */
async function attach(program: string): Promise<void> {
  const { stdout } = await promisify(execFile)('nm', [program]);
  // The example is linked as usual: its first executable segment has the same offsets and addresses.
  const address = /^0*([0-9a-f]+) T price_order$/m.exec(stdout)?.[1] ?? '';
  await vscode.env.clipboard.writeText(`p:${EVENT} ${program}:0x${address}`);
  const created = vscode.commands.executeCommand('probescope.line.paste');
  const done = created.then(() => true);
  await until('the line is accepted', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return Promise.race([done, new Promise<boolean>(r => setTimeout(() => r(false), 200))]);
  });
  assert.equal((await ourEvents()).length, 1);
}

async function ourEvents(): Promise<string[]> {
  const text = await readFile(join(TRACEFS, 'uprobe_events'), 'utf8');
  return text.split('\n').filter(line => line.includes(EVENT));
}

async function hits(): Promise<number> {
  const text = await readFile(join(TRACEFS, 'uprobe_profile'), 'utf8');
  const line = text.split('\n').find(each => each.includes(EVENT)) ?? '';
  return Number(/(\d+)\s*$/.exec(line)?.[1] ?? 0);
}

/** The helper's pid is in the name of its groups. */
async function helperPid(): Promise<number> {
  const [line = ''] = await ourEvents();
  return Number(/_p(\d+)_/.exec(line)?.[1]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
