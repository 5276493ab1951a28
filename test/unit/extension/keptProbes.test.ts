import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseStat } from '../../../src/processes/processStat';
import { KeptProbes, type Patience } from '../../../src/extension/session/keptProbes';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { helperProbe, userRequest } from './support/sampleProbes';

/** `workspaceState` as VS Code keeps it: JSON, shared by the windows on one folder. */
class State {
  private json = '{}';
  private updates: (() => void)[] = [];

  get(key: string): unknown {
    return (JSON.parse(this.json) as Record<string, unknown>)[key];
  }

  update(key: string, value: unknown): Promise<void> {
    this.json = JSON.stringify({ ...(JSON.parse(this.json) as object), [key]: value });
    this.updates.forEach(resolve => resolve());
    return Promise.resolve();
  }

  updated(): Promise<void> {
    return new Promise(resolve => this.updates.push(resolve));
  }
}

/** A state in which a window with one probe has saved; `rehost` gives it to another process. */
async function savedWindow() {
  const state = new State();
  const store = new ProbeStore();
  const kept = new KeptProbes(store, state);
  const updated = state.updated();
  store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);
  await updated;
  kept.dispose();
  return {
    state,
    rehost: async (host: { pid: number; startTicks: number }) => {
      const saved = state.get('probescope.probes') as object;
      await state.update('probescope.probes', { ...saved, host });
    },
  };
}

function nextWindow(state: State, patience: Patience) {
  const store = new ProbeStore();
  return { store, kept: new KeptProbes(store, state, patience) };
}

async function startTicks(pid: number): Promise<number> {
  return parseStat(await readFile(`/proc/${pid}/stat`)).startTicks;
}

describe('the probes kept for the next window', () => {
  it('are taken over, as lost, once the window that had them has ended', async () => {
    const { state, rehost } = await savedWindow();
    const old = spawn('sleep', ['60']);
    const pid = old.pid ?? 0;
    await rehost({ pid, startTicks: await startTicks(pid) });
    const { store, kept } = nextWindow(state, { total: 30_000, step: 5 });
    const taken = kept.takeOver();
    const ended = once(old, 'exit');
    old.kill();
    await ended;
    expect(await taken).toBe(true);
    expect(store.probes.map(probe => [probe.state, probe.request])).toEqual([
      ['lost', userRequest('f')],
    ]);
  });

  it('are left to a window that lives', async () => {
    const { state } = await savedWindow();
    const { store, kept } = nextWindow(state, { total: 20, step: 5 });
    expect(await kept.takeOver()).toBe(false);
    expect(store.probes).toEqual([]);
  });

  it('are taken over although another process has the pid now', async () => {
    const { state, rehost } = await savedWindow();
    await rehost({ pid: process.pid, startTicks: (await startTicks(process.pid)) + 1 });
    const { store, kept } = nextWindow(state, { total: 20, step: 5 });
    expect(await kept.takeOver()).toBe(true);
    expect(store.probes).toHaveLength(1);
  });

  it('are no longer waited for by a window that closes', async () => {
    const { state } = await savedWindow();
    const { kept } = nextWindow(state, { total: 30_000, step: 5 });
    const taken = kept.takeOver();
    kept.dispose();
    expect(await taken).toBe(false);
  });

  it('are none where the window had none left', async () => {
    const { state, rehost } = await savedWindow();
    await rehost({ pid: 0, startTicks: 1 });
    const { store, kept } = nextWindow(state, { total: 20, step: 5 });
    expect(await kept.takeOver()).toBe(true);
    const updated = state.updated();
    store.remove(store.probes.map(({ key }) => key));
    await updated;
    expect(await nextWindow(state, { total: 20, step: 5 }).kept.takeOver()).toBe(false);
  });
});
