import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelAddresses } from '../../../src/tracefs/kernelAddresses';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-kallsyms-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(...lines: string[]): Promise<KernelAddresses> {
  const file = join(folder, 'kallsyms');
  await writeFile(file, lines.join('\n'));
  return KernelAddresses.read(file);
}

describe('addresses of the kernel', () => {
  it('are in the function before them, the first listed of several at one place', async () => {
    const known = await read(
      'ffffffff81000000 T _stext',
      'ffffffff81000000 t first',
      'ffffffff81000100 t __pfx_second',
      'ffffffff81000110 W second',
      'ffffffff81000140 D data',
      'ffffffffc0400000 t probe_it\t[e1000]',
      'ffffffffc03f0000 t early\t[loop]',
      '0000000000000000 A fixed_percpu_data',
      'ffff800080010000 T arm_text',
    );
    expect(known.at(0xffffffff81000012n)).toEqual({ name: '_stext', delta: 0x12 });
    expect(known.at(0xffffffff81000110n)).toEqual({ name: 'second', delta: 0 });
    expect(known.at(0xffffffff81000150n)).toEqual({ name: 'second', delta: 0x40 });
    expect(known.at(0xffffffffc0400001n)).toEqual({ name: 'probe_it', module: 'e1000', delta: 1 });
    expect(known.at(0xffffffffc03f0008n)).toEqual({ name: 'early', module: 'loop', delta: 8 });
    expect(known.at(0xffff800080010004n)).toEqual({ name: 'arm_text', delta: 4 });
  });

  it('have no name before the first and far from any', async () => {
    const known = await read('ffffffff81000000 T _stext');
    expect(known.at(0xffffffff80ffffffn)).toBeUndefined();
    expect(known.at(0xffffffffa0000000n)).toBeUndefined();
  });

  it('have none where the kernel keeps them to itself', async () => {
    const known = await read('0000000000000000 T _stext', '0000000000000000 T vfs_read');
    expect(known.at(0xffffffff81000012n)).toBeUndefined();
    expect(known.at(0n)).toBeUndefined();
  });
});
