import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Probe } from '../../../src/protocol/probes';
import type { Result } from '../../../src/protocol/requests';
import { parsePageLayout, ThreadHits } from '../../../src/tracefs';
import { GuestHelper } from './support/guestHelper';

let helper: GuestHelper;
let probe: Probe;
before(async () => {
  helper = await GuestHelper.start();
  const { results } = await helper.client.request('create', {
    probes: [
      {
        ...{ kind: 'kprobe', label: 'mkdir', symbol: 'do_mkdirat', offset: '0x0' },
        ...{ args: [], enable: true },
      },
    ],
  });
  const [result] = results;
  assert.ok(result?.ok, JSON.stringify(result));
  probe = result.probe;
});
after(() => helper[Symbol.asyncDispose]());

/** Makes so many folders on a CPU. */
function makeFolders(cpu: number, count: number): void {
  const folder = mkdtempSync('/tmp/cpus-');
  const names = Array.from({ length: count }, (_, index) => `${folder}/${index}`);
  execFileSync('taskset', ['-c', `${cpu}`, 'mkdir', ...names]);
}

function switchCpu(on: boolean): void {
  writeFileSync('/sys/devices/system/cpu/cpu1/online', on ? '1' : '0');
}

test('a capture goes on while a CPU is switched off and on again, and has what happened on each', async t => {
  if (!existsSync('/sys/devices/system/cpu/cpu1/online')) {
    t.skip('this kernel cannot switch a CPU off');
    return;
  }
  const frames: { readonly cpu: number; readonly pages: Buffer }[] = [];
  helper.client.onPages(({ cpu, pages }) => frames.push({ cpu, pages: Buffer.from(pages) }));
  const facts = await helper.client.request('startCapture', { bufferKib: 256 });
  const layout = parsePageLayout(facts.headerPage, facts.headerEvent, facts.littleEndian);
  makeFolders(1, 30);
  try {
    switchCpu(false);
    makeFolders(0, 20);
  } finally {
    switchCpu(true);
  }
  makeFolders(1, 10);
  const { cpus, pauses } = await helper.client.request('stopCapture', {});
  const total = (each: Result<'stopCapture'>['cpus']): number =>
    each.reduce((sum, { pages }) => sum + pages, 0);
  const came = (): number => frames.reduce((sum, { pages }) => sum + pages.length / layout.size, 0);
  for (let tries = 0; came() < total(cpus) && tries < 1000; tries++) {
    await new Promise(setImmediate);
  }
  const { text } = await helper.client.request('format', { handle: probe.handle });
  const hitsOn = (cpu: number): number => {
    const counter = new ThreadHits(layout, text);
    frames.filter(frame => frame.cpu === cpu).forEach(({ pages }) => counter.add(pages));
    const hits = [...(counter.byEvent.get(probe.eventId)?.values() ?? [])];
    return hits.reduce((sum, each) => sum + each, 0);
  };
  // The folders above them were made wherever this process ran.
  assert.equal(hitsOn(0) + hitsOn(1), 60 + 3);
  assert.ok(hitsOn(0) >= 20 && hitsOn(1) >= 40, `${hitsOn(0)} and ${hitsOn(1)}`);
  assert.deepEqual(
    cpus.map(({ overrun, dropped, discarded }) => [overrun, dropped, discarded]),
    cpus.map(() => ['0x0', '0x0', 0]),
  );
  assert.deepEqual(pauses, []);
});

test('a recorder is frozen by the first call of which its condition is true', async () => {
  const frozen: string[] = [];
  const wasFrozen = new Promise(resolve =>
    helper.client.onNotification('frozen', ({ by }) => resolve(frozen.push(by))),
  );
  await helper.client.request('startCapture', {
    ...{ bufferKib: 64, mode: 'recorder' },
    freeze: { handle: probe.handle, filter: 'comm == "mkdir"' },
  });
  makeFolders(0, 5);
  await wasFrozen;
  assert.deepEqual(frozen, ['condition']);
  await helper.client.request('stopCapture', {});
});
