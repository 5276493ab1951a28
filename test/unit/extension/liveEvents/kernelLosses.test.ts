import { expect, it } from 'vitest';
import { KernelLosses } from '../../../../src/extension/liveEvents/kernelLosses';
import type { CaptureCounts } from '../../../../src/protocol/capture';
import { until } from '../../../rigs/poll';

const NONE = { cpus: [], pauses: [] };

function counts(overrun: string): CaptureCounts {
  return { cpus: [{ cpu: 0, pages: 1, overrun, dropped: '0x0', discarded: 0 }], pauses: [] };
}

it('what the kernel lost is told without waiting for a helper that is busy', async () => {
  const answers: ((counts: CaptureCounts) => void)[] = [];
  const losses = new KernelLosses(
    () => new Promise(resolve => answers.push(resolve)),
    () => undefined,
  );
  expect([losses.latest, losses.latest, answers.length]).toEqual([NONE, NONE, 1]);
  answers[0]!(counts('0x7'));
  await until('the answer is taken', () => losses.last.cpus.length === 1);
  expect(losses.latest).toEqual(counts('0x7'));
});

it('what is answered about the capture before does not count for the next', async () => {
  const answers: ((counts: CaptureCounts) => void)[] = [];
  const losses = new KernelLosses(
    () => new Promise(resolve => answers.push(resolve)),
    () => undefined,
  );
  expect(losses.latest).toEqual(NONE);
  losses.restart();
  expect(losses.latest).toEqual(NONE);
  answers[0]!(counts('0x7'));
  answers[1]!(counts('0x1'));
  await until('an answer is taken', () => losses.last.cpus.length === 1);
  expect(losses.last).toEqual(counts('0x1'));
});

it('a helper that refuses is asked again, and what was known stays', async () => {
  const errors: unknown[] = [];
  const losses = new KernelLosses(
    () => Promise.reject(new Error('gone')),
    error => errors.push(error),
  );
  expect(losses.latest).toEqual(NONE);
  await until('the refusal is known', () => errors.length === 1);
  losses.restart();
  expect(losses.latest).toEqual(NONE);
  await until('it was asked again', () => errors.length === 2);
});
