import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { EventFormat } from '../eventFormat';
import { recordedFormat } from './recordedFormat';
import { damaged, RecordingError } from './recordingError';
import {
  parseDone,
  parseFacts,
  parseNames,
  parseStacks,
  type RecordingFacts,
} from './recordingFacts';
import { MAX_SITE_BYTES, parseSites, type RecordedSites } from './recordedSites';
import { decodeRows, type RecordedRows } from './rowsSection';
import { readSections, type Section } from './sectionReader';

/** As a writer puts into it at most: all of them are kept. */
export const MAX_STACK_BYTES = 1 << 25;

/** Takes what a recording holds, in the order of the file: facts first. */
export interface RecordingSink {
  facts(facts: RecordingFacts, formats: readonly EventFormat[]): void;
  rows(rows: RecordedRows): void;
  stacks(stacks: ReturnType<typeof parseStacks>): void;
  sites(sites: RecordedSites): void;
  names(names: readonly (readonly [number, string])[]): void;
}

/**
 * Reads a recording piece by piece; returns how many rows it has. Throws `RecordingError`, as `fs` does, and
 * the signal's reason; the sink has then had what came before.
 *
 * @param progress is told how much of the file is read, from 0 to 1
 */
export async function readRecording(
  path: string,
  sink: RecordingSink,
  progress: (part: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  // Without the flag a pipe that nobody writes to would be waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) {
      throw new RecordingError('notRecording', 'A recording is a file.');
    }
    const reader = new Reader(sink);
    for await (const section of readSections(file, stat.size, signal)) {
      reader.take(section);
      progress(section.end / stat.size);
      if (reader.isDone && section.end !== stat.size) {
        throw damaged('there is more after its end');
      }
    }
    return reader.count;
  } finally {
    await file.close();
  }
}

/** What was read so far. */
class Reader {
  count = 0;
  isDone = false;
  private stackBytes = 0;
  private siteBytes = 0;
  private formats: readonly EventFormat[] | undefined;
  private last = Number.MIN_SAFE_INTEGER;

  constructor(private readonly sink: RecordingSink) {}

  take({ kind, content }: Section): void {
    if ((this.formats === undefined) !== (kind === 'HEAD')) {
      throw damaged('it does not begin with what it says of itself');
    }
    switch (kind) {
      case 'HEAD':
        this.begin(parseFacts(content));
        break;
      case 'ROWS':
        this.addRows(content, this.formats ?? []);
        break;
      case 'NAME':
        this.sink.names(parseNames(content));
        break;
      case 'STAK':
        this.addStacks(content);
        break;
      case 'SITE':
        this.addSites(content);
        break;
      case 'DONE':
        if (parseDone(content) !== this.count) {
          throw damaged('rows of it are missing');
        }
        this.isDone = true;
        break;
    }
  }

  private begin(facts: RecordingFacts): void {
    this.formats = facts.events.map(({ name, fields }, id) => recordedFormat(id, name, fields));
    this.sink.facts(facts, this.formats);
  }

  private addStacks(content: Buffer): void {
    this.stackBytes += content.length;
    if (this.stackBytes > MAX_STACK_BYTES) {
      throw damaged('it has more stacks than can be');
    }
    this.sink.stacks(parseStacks(content));
  }

  private addSites(content: Buffer): void {
    this.siteBytes += content.length;
    if (this.siteBytes > MAX_SITE_BYTES) {
      throw damaged('it has more places of calls than can be');
    }
    this.sink.sites(parseSites(content));
  }

  private addRows(content: Buffer, formats: readonly EventFormat[]): void {
    const rows = decodeRows(content, formats, this.last);
    this.last = rows.times.at(-1) ?? this.last;
    this.count += rows.times.length;
    this.sink.rows(rows);
  }
}
