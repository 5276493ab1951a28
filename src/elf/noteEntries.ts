import type { Fields } from './fields';

/** One entry of a section or segment of notes. */
export interface NoteEntry {
  /** The namespace of `type`: `GNU`, `stapsdt`, … */
  readonly owner: string;
  readonly type: number;
  readonly body: Buffer;
}

/**
 * The entries up to the first one that does not fit.
 * @param alignment of owner and body in bytes, as the section or segment has it; 8 or else 4
 */
export function* noteEntries(notes: Fields, alignment = 4n): Generator<NoteEntry> {
  const step = alignment === 8n ? 8 : 4;
  for (let at = 0; at + 12 <= notes.length;) {
    const nameSize = notes.u32(at);
    const bodySize = notes.u32(at + 4);
    const body = roundUp(at + 12 + nameSize, step);
    if (body + bodySize > notes.length) {
      return;
    }
    const owner = notes.bytes.toString('latin1', at + 12, at + 12 + Math.max(nameSize - 1, 0));
    yield { owner, type: notes.u32(at + 8), body: notes.bytes.subarray(body, body + bodySize) };
    at = roundUp(body + bodySize, step);
  }
}

/** Without bit operations, which would make sizes above 2 GiB negative. */
function roundUp(size: number, step: number): number {
  return Math.ceil(size / step) * step;
}
