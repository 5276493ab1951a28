import { chromeTraceFormat } from './chromeTrace';
import { csvFormat } from './csv';
import type { ExportFacts, ExportFormat, ExportRow } from './exportRow';
import { ndjsonFormat } from './ndjson';
import { writeNewFile } from './newFile';

/** Text formats that events are saved in. */
export type ExportKind = 'csv' | 'ndjson' | 'chromeTrace';

const FORMATS: Readonly<Record<ExportKind, (facts: ExportFacts) => ExportFormat>> = {
  csv: csvFormat,
  ndjson: ndjsonFormat,
  chromeTrace: chromeTraceFormat,
};

/** Events, and characters, written in one go. */
const BATCH = 5000;
const MAX_TEXT = 1 << 22;

/** What is to be saved. */
export interface ExportSource extends ExportFacts {
  readonly count: number;
  /** Undefined where it made room for newer ones meanwhile. */
  row(at: number): ExportRow | undefined;
}

/**
 * Writes events to a file that only the user may read; returns how many were written. Rejects as `fs`
 * does, and with the signal's reason: there is then no file.
 */
export function writeEvents(
  path: string,
  kind: ExportKind,
  source: ExportSource,
  progress: (done: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const format = FORMATS[kind](source);
  return writeNewFile(path, async file => {
    let text = format.begin();
    let written = 0;
    let at = 0;
    while (at < source.count) {
      signal?.throwIfAborted();
      const end = Math.min(source.count, at + BATCH);
      for (; at < end && text.length < MAX_TEXT; at++) {
        const row = source.row(at);
        if (row) {
          text += format.row(row);
          written++;
        }
      }
      await file.appendFile(text);
      text = '';
      progress(at);
    }
    await file.appendFile(text + format.end());
    return written;
  });
}
