import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { buildIdOf } from '../../../../src/helper/audit/buildId';

const folder = mkdtempSync(join(tmpdir(), 'probescope-build-id-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function idOf(path: string): string | undefined {
  const fd = openSync(path, 'r');
  try {
    return buildIdOf(fd);
  } finally {
    closeSync(fd);
  }
}

function idOfBytes(bytes: Uint8Array): string | undefined {
  const path = join(folder, 'bytes');
  writeFileSync(path, bytes);
  return idOf(path);
}

const programs = ['/bin/ls', '/bin/sh', '/usr/bin/gcc', process.execPath];

describe('buildIdOf', () => {
  it.each(programs)('is what readelf says of %s', path => {
    const notes = execFileSync('readelf', ['-n', path], { encoding: 'utf8' });
    expect(idOf(path)).toBe(/Build ID: (\w+)/.exec(notes)?.[1]);
  });

  it('is not known of what is no ELF file, or a piece of one', () => {
    expect(idOfBytes(Buffer.from('#!/bin/sh\n'.repeat(20)))).toBeUndefined();
    expect(idOfBytes(readFileSync('/bin/ls').subarray(0, 64))).toBeUndefined();
    expect(idOf('/dev/null')).toBeUndefined();
    // Cannot be read (EISDIR), as a file of a network may not.
    expect(idOf(folder)).toBeUndefined();
  });

  it('takes any bytes without a fault', () => {
    const start = readFileSync('/bin/ls').subarray(0, 2048);
    const change = fc.record({ at: fc.nat(start.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), changes => {
        const bytes = Buffer.from(start);
        changes.forEach(({ at, byte }) => (bytes[at] = byte));
        expect(idOfBytes(bytes) ?? '').toMatch(/^(?:\w\w){0,64}$/);
      }),
    );
  });
});
