import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { HotProgram } from './hotProgram';
import { callHot, LiveCapture } from './liveCapture';
import { isInstalled } from './liveTools';
import { judge } from './table';

const RATES = [100_000, 200_000, 400_000];
const SECONDS = 3;
const ROUNDS = 5;

/** Events lost between the kernel and the worker at a rate, the most of some rounds; and what bpftrace loses. */
export async function liveLoss(program: HotProgram): Promise<void> {
  const lost = new Map<number, number>();
  const others = new Map<number, number>();
  const hasPeer = isInstalled('bpftrace', 'bpftrace');
  for (let round = 0; round < ROUNDS; round++) {
    for (const rate of RATES) {
      lost.set(rate, Math.max(lost.get(rate) ?? 0, await lossAt(program, rate)));
      if (hasPeer && round === 0) {
        others.set(rate, await bpftraceLoss(program, rate));
      }
    }
  }
  for (const [rate, events] of others) {
    process.stdout.write(`bpftrace loses ${events} of ${rate * SECONDS} at ${rate / 1000} k/s\n`);
  }
  for (const [rate, events] of lost) {
    judge(`live-lost-at-${rate / 1000}k/s`, events, 0);
  }
}

async function lossAt(program: HotProgram, rate: number): Promise<number> {
  await using capture = await LiveCapture.start(program);
  capture.look();
  await callHot(program, rate * SECONDS, rate);
  const cpus = await capture.stop();
  const lost = cpus.reduce(
    (sum, { overrun, dropped }) => sum + Number(overrun) + Number(dropped),
    0,
  );
  const missing = rate * SECONDS - (await capture.events());
  return Math.max(lost, missing);
}

/** What a script that prints each hit does not print. */
async function bpftraceLoss({ path }: HotProgram, rate: number): Promise<number> {
  const script = `uprobe:${path}:hot { printf("%d %s\\n", arg0, comm); }`;
  const command = [path, rate * SECONDS, rate].join(' ');
  const child = spawn('bpftrace', ['-q', '-e', script, '-c', command], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
      lines++;
    }
  });
  await once(child, 'close');
  return Math.max(0, rate * SECONDS - lines);
}
