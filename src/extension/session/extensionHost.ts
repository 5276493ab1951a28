import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { parseStat } from '../../processes/processStat';

/** The process that a window's extensions run in, named so that its pid may be used again. */
export const ExtensionHost = v.strictObject({
  pid: v.number(),
  /** Since boot, in USER_HZ ticks; 0 where there is no /proc. */
  startTicks: v.number(),
});
export type ExtensionHost = v.InferOutput<typeof ExtensionHost>;

/** This process. */
export async function thisExtensionHost(): Promise<ExtensionHost> {
  const { pid } = process;
  return { pid, startTicks: (await startTicksOf(pid)) ?? 0 };
}

/** Whether it still runs, and with it the window. Where there is no /proc, nobody can tell: no. */
export async function isAlive({ pid, startTicks }: ExtensionHost): Promise<boolean> {
  return (await startTicksOf(pid)) === startTicks;
}

/** When a process began, in USER_HZ ticks since boot; undefined where none has that pid. */
export async function startTicksOf(pid: number): Promise<number | undefined> {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`)).startTicks;
  } catch {
    return undefined;
  }
}
