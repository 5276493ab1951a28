import { open } from 'node:fs/promises';
import { chromeTraceFormat } from './chromeTrace';
import { csvFormat } from './csv';
import type { ExportFormat, ExportRow } from './exportRow';
import { ndjsonFormat } from './ndjson';

export type ExportKind = 'csv' | 'ndjson' | 'chromeTrace';

const FORMATS: Readonly<Record<ExportKind, () => ExportFormat>> = {
  csv: csvFormat,
  ndjson: ndjsonFormat,
  chromeTrace: chromeTraceFormat,
};

/** Events written in one go. */
const BATCH = 5000;

/** What is to be saved. */
export interface ExportSource {
  readonly count: number;
  /** Names of all fields, those that are masked left out. */
  readonly columns: readonly string[];
  readonly masked: readonly string[];
  /** Undefined where it made room for newer ones meanwhile. */
  row(at: number): ExportRow | undefined;
}

/**
 * Writes events to a file that only the user may read; returns how many were written. Rejects as
 * `fs` does; when it is stopped, what was written is a whole file of its kind all the same.
 */
export async function writeEvents(
  path: string,
  kind: ExportKind,
  source: ExportSource,
  progress: (done: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const format = FORMATS[kind]();
  const file = await open(path, 'w', 0o600);
  try {
    let text = format.begin(source.columns, source.masked);
    let at = 0;
    while (at < source.count && !signal?.aborted) {
      const end = Math.min(source.count, at + BATCH);
      for (; at < end; at++) {
        const row = source.row(at);
        text += row ? format.row(row) : '';
      }
      await file.write(text);
      text = '';
      progress(at);
    }
    await file.write(text + format.end());
    return at;
  } finally {
    await file.close();
  }
}
