import { readFile } from 'node:fs/promises';
import { TracefsError } from './errors';
import { parseFilterFile, type FilterAnswer, type FilterRefusal } from './filterAnswer';
import { errnoOf } from './kernelErrors';
import { appendCommand } from './tracefsFile';

/**
 * Most bytes of a filter: one page less one (`event_filter_write()` in
 * `kernel/trace/trace_events.c`), of the smallest page.
 */
export const MAX_FILTER_BYTES = 4095;

/** What is written to have none (`apply_event_filter()` in `kernel/trace/trace_events_filter.c`). */
const NO_FILTER = '0';

/** The filter of an event's `filter` file; undefined for none. */
export async function readFilter(file: string): Promise<string | undefined> {
  const answer = await answerOf(file);
  return answer.kind === 'set' ? answer.text : undefined;
}

/**
 * Writes a filter, or takes it away, and returns what the kernel made of it. On a refusal it throws
 * `invalidInput` with the kernel's words and where, and what was there before is there again.
 *
 * The kernel drops the old filter for one that it refuses, and lets every event pass
 * (`apply_event_filter()`): `withoutEvents` keeps events out until the old one is back.
 */
export async function writeFilter(
  file: string,
  filter: string | undefined,
  withoutEvents: (task: () => Promise<void>) => Promise<void>,
): Promise<string | undefined> {
  const before = await readFilter(file);
  const write = (): Promise<void> => writeOrRestore(file, filter ?? NO_FILTER, before);
  // What has no filter lets all events pass anyway.
  await (before === undefined ? write() : withoutEvents(write));
  return readFilter(file);
}

async function writeOrRestore(
  file: string,
  filter: string,
  before: string | undefined,
): Promise<void> {
  if (Buffer.byteLength(filter) > MAX_FILTER_BYTES) {
    throw new TracefsError(
      'tooMany',
      `The filter is too long: the kernel takes ${MAX_FILTER_BYTES} bytes; shorten it.`,
    );
  }
  try {
    await appendCommand(file, Buffer.from(filter));
  } catch (error) {
    const answer = await answerOf(file);
    if (answer.kind !== 'refused') {
      throw error;
    }
    await appendCommand(file, Buffer.from(before ?? NO_FILTER));
    throw refusedFilter(filter, answer.refusal, error);
  }
}

/**
 * The errno tells nothing: too many `(` are ENOENT, too few EPERM and a missing quote is ESRCH
 * (`process_preds()`).
 */
function refusedFilter(filter: string, refusal: FilterRefusal, cause: unknown): TracefsError {
  const { text, column } = refusal;
  const errno = errnoOf(cause);
  const kernel = text === '' ? (errno ?? 'no reason given') : text;
  return new TracefsError(
    'invalidInput',
    `The kernel does not accept the filter (${kernel}); correct it.`,
    {
      ...(errno === undefined ? {} : { errno }),
      line: filter,
      ...(column === undefined
        ? {}
        : {
            log: {
              timestamp: '',
              subsystem: 'event filter parse error',
              text,
              command: filter,
              column,
            },
          }),
      cause,
    },
  );
}

async function answerOf(file: string): Promise<FilterAnswer> {
  return parseFilterFile(await readFile(file));
}
