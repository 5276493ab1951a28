import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { leafProgram } from '../../../../src/extension/nop5/leafProgram';
import { RunnableFile } from '../../../../src/extension/nop5/runnableFile';
import { instructionStarts } from '../../elf/support/disassembly';
import { run } from '../../elf/support/fixtures';

const folder = mkdtempSync(join(tmpdir(), 'probescope-nop5-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program with one byte of its file changed. */
function changed(offset: number, byte: number): Buffer {
  const { file } = leafProgram();
  file[offset] = byte;
  return file;
}

describe('the leaf program', () => {
  it('has a nop of five bytes at its offset, with a store and a compare around it', () => {
    const { file, nopOffset } = leafProgram();
    const path = join(folder, 'listed');
    writeFileSync(path, file);
    const machine = ['-b', 'binary', '-m', 'i386:x86-64', '-w', '--no-show-raw-insn'];
    const from = `--start-address=${nopOffset - 9}`;
    const listed = run('objdump', ['-D', ...machine, from, path])
      .split('\n')
      .slice(-5);
    expect(listed.map(line => line.split('\t')[1]?.replace(/ +/g, ' '))).toEqual([
      'movq $0x5a17c0de,-0x8(%rsp)',
      'nopl 0x0(%rax,%rax,1)',
      'cmpq $0x5a17c0de,-0x8(%rsp)',
      'ret',
      undefined,
    ]);
    // No sections: objdump takes such a file for one without code.
    expect(instructionStarts(path).size).toBe(0);
    expect(run('readelf', ['-lW', path])).toMatch(/LOAD .* R E 0x1000\n +GNU_STACK .* RW /);
  });
});

describe('a program in a private folder', () => {
  it('runs, may be read by this user alone, and leaves nothing', async () => {
    const file = await RunnableFile.write(leafProgram().file, [join(folder, 'new')]);
    expect(await file!.run()).toBe(0);
    expect(statSync(dirname(file!.path)).mode & 0o777).toBe(0o700);
    expect(statSync(file!.path).mode & 0o777).toBe(0o700);
    await file!.remove();
    expect(existsSync(dirname(file!.path))).toBe(false);
  });

  it('tells that a value was overwritten', () => {
    // Another value is stored than is compared.
    const { file, nopOffset } = leafProgram();
    const path = join(folder, 'other');
    writeFileSync(path, changed(nopOffset - 1, file[nopOffset - 1]! ^ 1));
    chmodSync(path, 0o700);
    expect(() => run(path, [])).toThrow(expect.objectContaining({ status: 1 }) as Error);
  });

  it('is written to the first place from which it runs', async () => {
    const inAFile = join(folder, 'file');
    writeFileSync(inAFile, '');
    // /proc takes no folders, as a file system mounted noexec takes no programs.
    const places = [inAFile, '/proc/none', folder];
    const file = await RunnableFile.write(leafProgram().file, places);
    expect(dirname(dirname(file!.path))).toBe(folder);
    await file!.remove();
  });

  it('is not there where no place takes it, or it does not run', async () => {
    expect(await RunnableFile.write(leafProgram().file, ['/proc/none'])).toBeUndefined();
    expect(await RunnableFile.write(Buffer.from('no program'), [folder])).toBeUndefined();
  });
});
