import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatProbe,
  formatProbeBytes,
  parseProbe,
  validFetch,
  validFetchType,
} from '../../../src/tracefs/index';
import { anyProbe } from './arbitraryProbe';

const RUNS = { numRuns: 1000 };

describe('a definition and its line', () => {
  it('parse and format undo each other, for every definition the kernel accepts', () => {
    fc.assert(
      fc.property(anyProbe, definition => {
        const line = formatProbeBytes(definition);
        expect(parseProbe(line)).toEqual(definition);
        expect(Buffer.from(formatProbeBytes(parseProbe(line)))).toEqual(Buffer.from(line));
      }),
      RUNS,
    );
  });

  it('are text where the path is', () => {
    const textual = anyProbe.filter(
      ({ target }) => !('path' in target) || typeof target.path === 'string',
    );
    fc.assert(
      fc.property(textual, definition => {
        expect(parseProbe(formatProbe(definition))).toEqual(definition);
      }),
      RUNS,
    );
  });

  it('mean the same with the blanks and padded offsets that others write', () => {
    fc.assert(
      fc.property(anyProbe, definition => {
        const line = Buffer.from(formatProbeBytes(definition)).toString('latin1');
        const loose = `  ${line.replaceAll(' ', ' \t ').replace(/:0x([0-9a-f]+)(?=[ \t(]|$)/, ':0x000$1')}\n`;
        expect(parseProbe(Buffer.from(loose, 'latin1'))).toEqual(definition);
      }),
      RUNS,
    );
  });

  it('has arguments of the documented grammar', () => {
    fc.assert(
      fc.property(anyProbe, ({ args }) => {
        for (const { fetch, type } of args) {
          expect(validFetch(fetch), fetch).toBe(true);
          expect(type === undefined || validFetchType(type), type).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('never write more than one command, whatever is put in', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(anything, anything, anything, anything, (group, event, path, fetch) => {
        let line: string;
        try {
          line = formatProbe({
            kind: 'uprobe',
            group,
            event,
            target: { path: `/${path}`, offset: 1n },
            args: [{ name: 'a', fetch }],
          });
        } catch {
          return;
        }
        expect(line).not.toMatch(/[\n#]/);
        expect(line.split(/\s+/)).toHaveLength(3);
      }),
      RUNS,
    );
  });
});
