import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { toHex64 } from '../../src/protocol/scalars';
import { RunningHelper } from '../kernel/helper/support/runningHelper';
import type { HotProgram } from './hotProgram';
import { judge } from './table';

const RATES = [100_000, 200_000, 400_000];
const SECONDS = 3;
const ROUNDS = 5;
/** KiB per CPU. */
const BUFFER_KIB = 8192;

/** Events lost between the kernel and this process at a rate, the most of some rounds. */
export async function liveLoss(program: HotProgram): Promise<void> {
  // The helper as it is shipped; `npm run` starts programs in the repository.
  spawnSync(process.execPath, ['esbuild.mjs', '--production'], { stdio: 'inherit' });
  const lost = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const rate of RATES) {
      lost.set(rate, Math.max(lost.get(rate) ?? 0, await lossAt(program, 'dist/helper.js', rate)));
    }
  }
  for (const [rate, events] of lost) {
    judge(`live-lost-at-${rate / 1000}k/s`, events, 0);
  }
}

async function lossAt(program: HotProgram, file: string, rate: number): Promise<number> {
  await using helper = new RunningHelper(file);
  await helper.hello();
  const { client } = helper;
  const { args } = program.definition;
  const { results } = await client.request('create', {
    probes: [
      {
        kind: 'uprobe',
        label: 'hot',
        args: args.map(({ name = '', fetch, type = '' }) => ({ name, fetch, type })),
        enable: true,
        file: {
          path: program.path,
          device: toHex64(program.device),
          inode: toHex64(program.inode),
        },
        offset: toHex64(program.offset),
      },
    ],
  });
  if (results[0]?.ok !== true) {
    throw new Error(JSON.stringify(results));
  }
  client.onPages(() => undefined);
  await client.request('startCapture', { bufferKib: BUFFER_KIB });
  const child = spawn(program.path, [String(rate * SECONDS), String(rate)], { stdio: 'ignore' });
  await once(child, 'exit');
  const { cpus } = await client.request('stopCapture', {});
  return cpus.reduce(
    (sum, cpu) => sum + Number(cpu.overrun) + Number(cpu.dropped) + cpu.discarded,
    0,
  );
}
