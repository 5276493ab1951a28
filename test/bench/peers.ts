import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** Another tool that lists the functions of a file. */
export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: (file: string) => readonly string[];
  /** Runs of it; the slow ones get fewer. */
  readonly rounds: number;
}

export const NM: Peer = { name: 'nm -p', command: 'nm', args: file => ['-p', file], rounds: 9 };
const OTHERS: readonly Peer[] = [
  { name: 'nm', command: 'nm', args: file => [file], rounds: 3 },
  {
    name: 'perf probe -F',
    command: 'perf',
    args: file => ['probe', '-F', '-x', file],
    rounds: 3,
  },
  {
    name: 'bpftrace -l',
    command: 'bpftrace',
    args: file => ['-l', `uprobe:${file}:*`],
    rounds: 3,
  },
];

/** Those that are there; says which are not. */
export function installedPeers(): Peer[] {
  return OTHERS.filter(({ name, command }) => {
    const found = spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
    if (!found) {
      process.stdout.write(`${name}: not installed, not compared\n`);
    }
    return found;
  });
}

/** Runs a peer to its end, its output thrown away. */
export function runPeer({ name, command, args }: Peer, file: string): void {
  const { status } = spawnSync(command, args(file), { stdio: ['ignore', 'ignore', 'ignore'] });
  if (status !== 0) {
    throw new Error(`${name} failed`);
  }
}

/**
 * Peak of a process's resident memory, MiB, by the kernel (VmHWM). It is looked at when the first output is there,
 * which for `nm` is after all is read, and from then on until it ends. One of ours stays until its input is closed.
 */
export async function peakMemory(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let peak = 0;
  const look = (): void => {
    const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'latin1');
    peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0));
  };
  await once(child.stdout, 'readable');
  look();
  child.stdout.on('data', look).resume();
  child.stdin.end();
  await once(child, 'close');
  if (peak === 0) {
    throw new Error(`${command} ended before its memory was looked at`);
  }
  return peak / 1024;
}
