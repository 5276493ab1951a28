import { chmod, copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, mustCommand } from '../../rigs/command';
import { builtHelper, removeHelper } from './support/builtHelper';
import { inodeOf, RebuiltWindow } from './support/rebuiltWindow';
import { RunningHelper } from './support/runningHelper';

let helperFile: string;
let folder: string;
let program: string;

beforeAll(async () => {
  helperFile = await builtHelper();
  folder = await mkdtemp(join(tmpdir(), 'probescope-rebuilt-'));
  program = join(folder, 'answer');
});
afterAll(async () => {
  await removeHelper(helperFile);
  await rm(folder, { recursive: true });
});

/**
 * Builds a program that ends with what `f` returns, at another path: the caller puts it in place.
 * @param before what stands before `f`, and so moves it
 */
async function build(answer: number, before = ''): Promise<string> {
  const source = join(folder, 'answer.s');
  const f = `.type f,@function\nf: mov $${answer},%eax\n ret\n.size f,.-f\n`;
  const start = '_start: call f\n mov %eax,%edi\n mov $60,%eax\n syscall\n';
  await writeFile(source, `.text\n.globl _start\n${start}${before}${f}`);
  const built = join(folder, `built${answer}${before.length}`);
  await mustCommand(['gcc', '-nostdlib', '-static', '-o', built, source]);
  return built;
}

/** As a linker does: another file under the same name. */
async function replaceBy(built: string): Promise<void> {
  await copyFile(built, join(folder, 'next'));
  await chmod(join(folder, 'next'), 0o755);
  await rename(join(folder, 'next'), program);
}

/** As `cp` does: the same file with other content. */
async function overwriteBy(built: string): Promise<void> {
  await writeFile(program, await readFile(built));
}

async function run(): Promise<number | null> {
  return (await command([program])).code;
}

/** A window whose helper has a probe on `f` of a program that ends with 7. */
async function probed(
  helper: RunningHelper,
): Promise<{ window: RebuiltWindow; key: number; instance: string | null }> {
  await replaceBy(await build(7));
  const { instance } = await helper.hello();
  const window = new RebuiltWindow(helper);
  return { window, key: await window.attach(program, 'f'), instance };
}

describe('a program that is built anew while it is probed', () => {
  it('has no probe in it until it is re-armed where the function is now', async () => {
    await using helper = new RunningHelper(helperFile);
    const { window, key, instance } = await probed(helper);
    expect(await run()).toBe(7);
    expect(await window.hits(key)).toBe(1n);

    const moved = await build(9, '.skip 33, 0x90\n');
    await replaceBy(moved);
    expect(await run()).toBe(9);
    expect(await window.hits(key)).toBe(1n);
    await window.look();
    expect(window.store.get(key)?.file?.state).toBe('replaced');

    const { rearmed, failed } = await window.rearmer.rearm([key]);
    expect([rearmed, failed]).toEqual([[key], []]);
    expect(await run()).toBe(9);
    expect(await run()).toBe(9);
    expect(await window.hits(key)).toBe(2n);
    const request = window.store.get(key)?.request;
    expect(request).toMatchObject({
      target: { inode: await inodeOf(program), offset: await offsetByNm(moved) },
    });
    await window.look();
    expect(window.store.get(key)?.file?.state).toBe('same');
    expect(await ours(instance)).toHaveLength(1);
  });

  it('that has lost the function keeps its old probe, and says so', async () => {
    await using helper = new RunningHelper(helperFile);
    const { window, key } = await probed(helper);
    const stripped = await build(9);
    await mustCommand(['strip', stripped]);
    await replaceBy(stripped);
    await window.look();
    const { failed } = await window.rearmer.rearm([key]);
    expect(failed).toMatchObject([{ key, why: { why: 'missing' } }]);
    expect(window.store.get(key)).toMatchObject({ state: 'armed', file: { state: 'replaced' } });
  });
});

describe('a program that is written over in place while it is probed', () => {
  it('runs the old instruction, until its probe is stopped, and is counted right after re-arming', async () => {
    await using helper = new RunningHelper(helperFile);
    const { window, key, instance } = await probed(helper);
    expect(await run()).toBe(7);

    await overwriteBy(await build(9));
    // The kernel has read the instruction once: the new program computes what the old one did.
    expect(await run()).toBe(7);
    const stopped = window.guarded();
    await window.look();
    await stopped;
    expect(window.store.get(key)).toMatchObject({
      ...{ state: 'stopped', isHalted: true, file: { state: 'overwritten' } },
    });
    expect(await run()).toBe(9);
    await window.service.start([key]);
    expect(window.failures).toMatchObject([{ error: { code: 'fileChanged' } }]);
    expect(await run()).toBe(9);

    await window.rearmer.rearm([key]);
    expect(await run()).toBe(9);
    expect(await window.hits(key)).toBe(1n);
    await window.look();
    expect(window.store.get(key)).toMatchObject({ state: 'armed', file: { state: 'same' } });
    expect(await ours(instance)).toHaveLength(1);
  });

  it('goes on with the old instruction as long as any probe of that place was armed before', async () => {
    await using helper = new RunningHelper(helperFile);
    const { window, key } = await probed(helper);
    expect(await run()).toBe(7);
    await overwriteBy(await build(9));
    // Another event at the same place, as re-arming would make it without removing the first.
    await window.attach(program, 'f');
    expect(await run()).toBe(7);
    await window.service.remove([key]);
    expect(await run()).toBe(7);
  });

  it('is counted right when it is re-armed without having been stopped', async () => {
    await using helper = new RunningHelper(helperFile);
    const { window, key } = await probed(helper);
    expect(await run()).toBe(7);
    await overwriteBy(await build(9));
    await window.look();
    expect(window.store.get(key)).toMatchObject({ state: 'armed', file: { state: 'overwritten' } });
    await window.rearmer.rearm([key]);
    expect(await run()).toBe(9);
    expect(await window.hits(key)).toBe(1n);
  });

  it('is not taken for another where only its time has changed', async () => {
    const built = await build(7);
    await replaceBy(built);
    await using helper = new RunningHelper(helperFile);
    await helper.hello();
    const window = new RebuiltWindow(helper);
    const key = await window.attach(program, 'f');
    await overwriteBy(built);
    await window.look();
    expect(window.store.get(key)).toMatchObject({ state: 'armed', file: { state: 'same' } });
    expect(await run()).toBe(7);
    expect(await window.hits(key)).toBe(1n);
  });
});

/** By nm; the text of this program begins at 0x401000, which is byte 0x1000 of the file. */
async function offsetByNm(file: string): Promise<bigint> {
  const line = (await mustCommand(['nm', file])).split('\n').find(each => each.endsWith(' f'));
  return BigInt(`0x${line?.split(' ')[0] ?? ''}`) - 0x400000n;
}

/** The kernel's lines of the helper's events. */
async function ours(instance: string | null): Promise<string[]> {
  const lines = await readFile('/sys/kernel/tracing/uprobe_events', 'utf8');
  return lines.split('\n').filter(line => instance !== null && line.includes(instance));
}
