import type { FileHandle } from 'node:fs/promises';
import type { Value } from '../column';
import type { EventFormat } from '../eventFormat';
import { writeNewFile } from '../export/newFile';
import { recordedFormat } from './recordedFormat';
import { MAX_STACK_BYTES } from './readRecording';
import type { RecordedStack, RecordingFacts } from './recordingFacts';
import { siteSections, type RecordedSite } from './recordedSites';
import { RowsWriter } from './rowsSection';
import { encodeSection, prefix, type SectionKind } from './sections';

/** Names, and bytes of stacks, in one section. */
const NAMES = 10_000;
const STACK_BYTES = 1 << 20;

/** One row on its way to a recording. */
export interface RowToRecord {
  /** ns after time 0 */
  readonly time: number;
  readonly cpu: number;
  /** Index of the event. */
  readonly event: number;
  readonly thread: number;
  /** Of a field, by its place. */
  readonly value: (field: number) => Value;
}

/** What is to be recorded. */
export interface RecordingSource {
  readonly facts: RecordingFacts;
  /** Names by thread. */
  readonly names: readonly (readonly [number, string])[];
  /** Stacks by the numbers that rows have of them, once all rows are written. */
  readonly stacks: () => Iterable<readonly [number, RecordedStack]>;
  /** Places that their texts, and those of rows, mean; asked for last. */
  readonly sites: () => Iterable<readonly [string, RecordedSite]>;
  readonly count: number;
  /** Undefined where it made room for newer ones meanwhile. */
  readonly row: (at: number) => RowToRecord | undefined;
}

/**
 * Writes a recording that only the user may read; returns how many rows it has. Rejects as `fs` does, and
 * with the signal's reason: there is then no file.
 */
export function writeRecording(
  path: string,
  source: RecordingSource,
  progress: (done: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  return writeNewFile(path, async file => {
    await file.appendFile(prefix());
    await writeJson(file, 'HEAD', source.facts);
    for (let at = 0; at < source.names.length; at += NAMES) {
      await writeJson(file, 'NAME', source.names.slice(at, at + NAMES));
    }
    const rows = await writeRows(file, source, progress, signal);
    await writeStacks(file, source.stacks());
    for (const sites of siteSections(source.sites())) {
      await writeJson(file, 'SITE', sites);
    }
    await writeJson(file, 'DONE', { rows });
    return rows;
  });
}

async function writeRows(
  file: FileHandle,
  { facts, count, row }: RecordingSource,
  progress: (done: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const formats = facts.events.map(({ name, fields }, id) => recordedFormat(id, name, fields));
  const section = new RowsWriter();
  let written = 0;
  // One section is packed, by another thread, while the next one is gathered.
  let packing: Promise<Buffer> | undefined;
  const flush = async (content: Buffer | undefined): Promise<void> => {
    const packed = await packing;
    packing = content && encodeSection('ROWS', content);
    if (packed) {
      await file.appendFile(packed);
    }
  };
  for (let at = 0; at < count; at++) {
    const next = row(at);
    if (next) {
      section.add(next, formatOf(formats, next.event), next.thread, next.value);
      written++;
    }
    if (section.isFull) {
      signal?.throwIfAborted();
      await flush(section.take());
      progress(at + 1);
    }
  }
  signal?.throwIfAborted();
  await flush(section.take());
  await flush(undefined);
  return written;
}

/** As many as a reader takes; rows of further ones have none. */
async function writeStacks(
  file: FileHandle,
  stacks: Iterable<readonly [number, RecordedStack]>,
): Promise<void> {
  let texts: string[] = [];
  let length = 0;
  let total = 0;
  const flush = async (): Promise<void> => {
    await file.appendFile(await encodeSection('STAK', Buffer.from(`[${texts.join(',')}]`)));
    texts = [];
    length = 0;
  };
  for (const stack of stacks) {
    const text = JSON.stringify(stack);
    length += Buffer.byteLength(text) + 1;
    total += Buffer.byteLength(text) + 3;
    if (total > MAX_STACK_BYTES) {
      break;
    }
    texts.push(text);
    if (length > STACK_BYTES) {
      await flush();
    }
  }
  if (texts.length > 0) {
    await flush();
  }
}

function formatOf(formats: readonly EventFormat[], event: number): EventFormat {
  const format = formats[event];
  if (!format) {
    throw new RangeError(`There is no event ${event}.`);
  }
  return format;
}

async function writeJson(file: FileHandle, kind: SectionKind, content: unknown): Promise<void> {
  await file.appendFile(await encodeSection(kind, Buffer.from(JSON.stringify(content))));
}
