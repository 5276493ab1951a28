import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { until } from '../rigs/poll';
import type { HotProgram } from './hotProgram';
import { cpuOf, ownCpu } from './cpuTime';
import { callHot, LiveCapture } from './liveCapture';
import type { LiveEvent } from './liveEvent';
import { judge, Table } from './table';

const RATES = [100_000, 200_000];
const SECONDS = 3;
/** s that are not counted: V8 compiles what runs often, for some 8 s where that is once in a frame. */
const WARM_UP = 10;
const ROUNDS = 5;
/** Peak of the helper's resident memory: Node itself, the buffers, and 16 MiB of pages that wait. */
const HELPER_MIB = 128;

/** Reads lines as many tools do: the whole text, by an expression. Tells how many it got when it is asked. */
const TEXT_READER = `
  const line = /^\\s*(.+)-(\\d+)\\s+\\[(\\d+)\\]\\s+\\S+\\s+([\\d.]+): (\\w+): \\((\\w+)\\) (.*)$/;
  let rest = '', count = 0;
  const stream = require('fs').createReadStream(process.argv[1], { encoding: 'latin1' });
  stream.on('data', text => {
    const lines = (rest + text).split('\\n');
    rest = lines.pop();
    for (const each of lines) if (line.exec(each)) count++;
  });
  process.on('SIGUSR2', () => require('fs').writeSync(1, String(count)));
`;

/** CPU of all that reads events live, against a Node program that reads the kernel's text; and the helper's memory. */
export async function liveConsumer(program: HotProgram, event: LiveEvent): Promise<void> {
  let peak = 0;
  for (const rate of RATES) {
    const [text, ours] = ['Node on trace_pipe', 'helper, extension and worker'] as const;
    const table = new Table(`CPU for a million events at ${rate / 1000} k/s`, text);
    for (let round = 0; round < ROUNDS; round++) {
      table.add(text, await textReader(program, event, rate));
      const { cpu, memory } = await consumer(program, rate);
      table.add(ours, cpu);
      peak = Math.max(peak, memory);
    }
    table.print();
    judge(`consumer-CPU/text-reader-at-${rate / 1000}k/s`, table.ratio(ours), 1 / 8);
  }
  judge('helper-MiB-while-read', peak, HELPER_MIB);
  judge('helper-MiB-while-editor-hangs', await hanging(program), HELPER_MIB);
}

/** ms of CPU for a million events. */
async function textReader(program: HotProgram, event: LiveEvent, rate: number): Promise<number> {
  await event.instance.setTracingOn(true);
  await event.switch(true);
  const pipe = join(event.instance.folder, 'trace_pipe');
  const child = spawn(process.execPath, ['-e', TEXT_READER, pipe], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  const count = async (): Promise<number> => {
    told = '';
    child.kill('SIGUSR2');
    return Number(await until('the reader has told its count', () => told));
  };
  try {
    const running = callHot(program, rate * (WARM_UP + SECONDS), rate);
    await setTimeout(WARM_UP * 1000);
    const [before, had] = [cpuOf(child.pid), await count()];
    await running;
    await event.switch(false);
    await idle(child.pid);
    const cpu = cpuOf(child.pid) - before;
    return (cpu * 1e6) / ((await count()) - had);
  } finally {
    // It holds the instance.
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

async function consumer(
  program: HotProgram,
  rate: number,
): Promise<{ readonly cpu: number; readonly memory: number }> {
  await using capture = await LiveCapture.start(program);
  const { helperPid } = capture;
  capture.look();
  // Starting a program is not the consumer's work: it runs before anything is counted.
  const running = callHot(program, rate * (WARM_UP + SECONDS), rate);
  await setTimeout(WARM_UP * 1000);
  const had = await capture.events();
  const helper = cpuOf(helperPid);
  // The worker is a thread of this process.
  const own = ownCpu();
  await running;
  await capture.stop();
  const read = (await capture.events()) - had;
  const cpu = cpuOf(helperPid) - helper + ownCpu() - own;
  return { cpu: (cpu * 1e6) / read, memory: peakOf(helperPid) };
}

/** Peak of the helper's memory while nobody reads what it sends, MiB. */
async function hanging(program: HotProgram): Promise<number> {
  await using capture = await LiveCapture.start(program);
  const running = callHot(program, 1_500_000, 400_000);
  // As an extension host does that another extension blocks.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);
  const memory = peakOf(capture.helperPid);
  await running;
  await capture.stop();
  return memory;
}

async function idle(pid: number | undefined): Promise<void> {
  let last = -1;
  let same = 0;
  const isIdle = (): boolean => {
    const now = cpuOf(pid);
    same = now === last ? same + 1 : 0;
    last = now;
    return same > 15;
  };
  await until('the reader has read all', isIdle, 60_000);
}

/** MiB (VmHWM). */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
