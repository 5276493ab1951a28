import { setImmediate } from 'node:timers/promises';
import { ElfError } from '../elfError';
import type { CodeRanges } from './codeRanges';
import type { DebugSections } from './debugSections';
import { readLineUnit } from './lineHeader';
import { runLineProgram } from './lineProgram';
import { readUnit } from './unitRoot';

/** A hostile file could have units of a few bytes each, all with the largest program there is. */
const MAX_UNITS = 1 << 18;
/** The thread does something else now and then, in ms. */
const PATIENCE = 20;

/**
 * Adds the code of all units that `.debug_aranges` does not tell of, as clang and Go leave it out: what the root of a unit
 * says, or else where its line program leads. Throws ElfError, or the signal's reason.
 */
export async function scanUnits(
  sections: DebugSections,
  known: ReadonlySet<number>,
  is64: boolean,
  ranges: CodeRanges,
  signal?: AbortSignal,
): Promise<void> {
  const lines = await sections.get('.debug_line');
  let budget = 2 * (lines?.size ?? 0);
  let count = 0;
  let since = performance.now();
  let unit = await readUnit(sections, 0);
  for (let offset = 0; lines && unit; unit = await readUnit(sections, offset)) {
    const { code, lines: program } = unit.root;
    if (++count > MAX_UNITS || budget < 0) {
      throw new ElfError('tooLarge', 'The debug information of this file has too many units');
    }
    if (!known.has(offset) && code) {
      ranges.add(code.start, code.end, offset);
    } else if (!known.has(offset) && program !== undefined) {
      budget -= await addProgram(sections, program, is64, ranges, offset);
    }
    offset = unit.next;
    if (performance.now() - since > PATIENCE) {
      await setImmediate();
      signal?.throwIfAborted();
      since = performance.now();
    }
  }
}

/** Gives how many bytes were read. A program that cannot be read is one without code. */
async function addProgram(
  sections: DebugSections,
  at: number,
  is64: boolean,
  ranges: CodeRanges,
  unit: number,
): Promise<number> {
  const lines = await sections.get('.debug_line');
  if (!lines) {
    return 0;
  }
  let start: number | undefined;
  let cost = 0;
  try {
    const header = await readLineUnit(lines, at, is64);
    cost = header.bytes.length;
    runLineProgram(header, {
      row: ({ address }) => (start ??= address),
      end: address => {
        ranges.add(start ?? address, address, unit);
        start = undefined;
      },
    });
  } catch (error) {
    if (!(error instanceof ElfError) || error.code === 'tooLarge') {
      throw error;
    }
  }
  return cost;
}
