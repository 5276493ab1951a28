import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  requireSemaphores,
  semaphoresOf,
} from '../../../../src/helper/semaphores/requireSemaphores';

const folder = mkdtempSync(join(tmpdir(), 'probescope-semaphores-'));
const program = join(folder, 'program');
const sources = join(import.meta.dirname, '../../../fixtures/usdt');

beforeAll(() => {
  const files = ['shop.c', 'stock.c'].map(name => join(sources, name));
  execFileSync('gcc', ['-o', program, ...files]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function withFile<T>(path: string, task: (fd: number) => T): T {
  const fd = openSync(path, 'r');
  try {
    return task(fd);
  } finally {
    closeSync(fd);
  }
}

/** What readelf says, as file offsets: those of `.probes`, where all semaphores are, are moved by one section. */
function fromReadelf(path: string): Set<bigint> {
  const read = (flag: string): string =>
    execFileSync('readelf', ['-W', flag, path], { encoding: 'utf8' });
  const probes = /\] \.probes\s+PROGBITS\s+(\w+)\s+(\w+)/.exec(read('-S'));
  const [address, offset] = [BigInt(`0x${probes![1]!}`), BigInt(`0x${probes![2]!}`)];
  const semaphores = [...read('-n').matchAll(/Semaphore: (0x\w+)/g)].map(([, text]) =>
    BigInt(text!),
  );
  return new Set(semaphores.filter(Boolean).map(found => found - address + offset));
}

/** An ELF file of one segment, and so many sections that are all the same notes, of so many bytes: one and room. */
function withNotes(sections: number, size: number): Buffer {
  const [phdr, shdrs] = [64, 120];
  const notes = shdrs + sections * 64;
  const file = Buffer.alloc(notes + size);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeBigUInt64LE(BigInt(phdr), 32);
  file.writeBigUInt64LE(BigInt(shdrs), 40);
  [64, 56, 1, 64, sections, 0xffff].forEach((value, at) => file.writeUInt16LE(value, 52 + at * 2));
  file.writeUInt32LE(1, phdr);
  file.writeBigUInt64LE(BigInt(file.length), phdr + 32);
  for (let at = shdrs; at < notes; at += 64) {
    file.writeUInt32LE(7, at + 4);
    file.writeBigUInt64LE(BigInt(notes), at + 24);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  }
  [8, size - 20, 3].forEach((value, at) => file.writeUInt32LE(value, notes + at * 4));
  file.write('stapsdt\0', notes + 12);
  file.writeBigUInt64LE(0x40n, notes + 20 + 16);
  return file;
}

describe('semaphores of USDT probes', () => {
  it('are those that readelf finds', () => {
    const expected = fromReadelf(program);
    expect(expected.size).toBeGreaterThan(0);
    expect(withFile(program, semaphoresOf)).toEqual(expected);
  });

  it('are all that may be counted', () => {
    const [first = 0n] = fromReadelf(program);
    withFile(program, fd => {
      requireSemaphores(fd, [first]);
      requireSemaphores(fd, []);
      for (const other of [first + 1n, first - 2n, 0x10n]) {
        expect(() => {
          requireSemaphores(fd, [first, other]);
        }).toThrow(`semaphore at 0x${other.toString(16)}`);
      }
    });
  });

  it('are none of a file that is no ELF, or cut', () => {
    const path = join(folder, 'bytes');
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(99),
      readFileSync(program).subarray(0, 64),
    ]) {
      writeFileSync(path, bytes);
      expect(withFile(path, semaphoresOf).size).toBe(0);
    }
  });

  it('are not looked for in notes without end: sections may all be the same ones', () => {
    const path = join(folder, 'notes');
    const found = [1, 64].map(sections => {
      writeFileSync(path, withNotes(sections, 128 << 10));
      return withFile(path, semaphoresOf).size;
    });
    expect(found).toEqual([1, 0]);
  });

  it('are looked for without a fault in any bytes', () => {
    const path = join(folder, 'bytes');
    const whole = readFileSync(program);
    const change = fc.record({ at: fc.nat(63), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), changes => {
        const bytes = Buffer.from(whole);
        changes.forEach(({ at, byte }) => (bytes[at] = byte));
        writeFileSync(path, bytes);
        withFile(path, semaphoresOf).forEach(offset => {
          expect(offset).toBeGreaterThanOrEqual(0n);
        });
      }),
    );
  });
});
