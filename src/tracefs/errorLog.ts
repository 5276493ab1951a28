import { readFile } from 'node:fs/promises';
import type { EventFolder } from './eventFolder';

/**
 * One entry of `error_log` (kernel 5.2 and later, `kernel/trace/trace.c`,
 * `tracing_err_log_seq_show`).
 */
export interface ErrorLogEntry {
  /** Seconds since boot, as printed: `sec.usec`. */
  timestamp: string;
  /** Who complains, e.g. `trace_uprobe`. */
  subsystem: string;
  /** The kernel's sentence. */
  text: string;
  /** The command's words joined by single blanks. */
  command: string;
  /** Where in `command` (and so in a canonical line) the caret stands, in characters from 0. */
  column: number;
}

/** The caret line is indented like the command: `"  Command: "`. */
const INDENT = '  Command: '.length;

/**
 * Old kernels keep this many bytes of a command (MAX_FILTER_STR_VAL with its NUL), and so cut a
 * longer one.
 */
const COMMAND_BYTES = 255;

const HEAD = /^\[ *(\d+\.\d+)\] (.*?): error: (.*)$/;

/**
 * The entries, oldest first. `log` is the file's bytes: columns count bytes, and paths need not be
 * UTF-8.
 */
export function parseErrorLog(log: Uint8Array): ErrorLogEntry[] {
  const lines = Buffer.from(log).toString('latin1').split('\n');
  const entries: ErrorLogEntry[] = [];
  for (let i = 0; i + 2 < lines.length; i++) {
    const head = HEAD.exec(lines[i] ?? '');
    const command = lines[i + 1] ?? '';
    if (head === null || !command.startsWith('  Command: ')) {
      continue;
    }
    const [, timestamp = '', subsystem = '', text = ''] = head;
    const bytes = command.slice(INDENT);
    const caret = Math.max(0, (lines[i + 2] ?? '').indexOf('^') - INDENT);
    entries.push({
      timestamp,
      subsystem,
      text,
      command: fromLatin1(bytes),
      column: fromLatin1(bytes.slice(0, caret)).length + Math.max(0, caret - bytes.length),
    });
  }
  return entries;
}

/**
 * The entries of now. Empty where there is no log, or none to be read: a failure is then told without
 * the kernel's words.
 */
export async function readErrorLog(tracefs: Pick<EventFolder, 'path'>): Promise<ErrorLogEntry[]> {
  return readFile(tracefs.path('error_log')).then(parseErrorLog, () => []);
}

/**
 * The newest entry about `line` that is not in `before`: the log is shared, so only our own command
 * counts.
 */
export function findLogEntry(
  before: readonly ErrorLogEntry[],
  after: readonly ErrorLogEntry[],
  line: Uint8Array,
): ErrorLogEntry | undefined {
  const last = before.at(-1)?.timestamp;
  const command = fromLatin1(Buffer.from(line).toString('latin1'));
  const cut = fromLatin1(Buffer.from(line).subarray(0, COMMAND_BYTES).toString('latin1'));
  return after.findLast(
    entry => isNewer(entry.timestamp, last) && (entry.command === command || entry.command === cut),
  );
}

function isNewer(timestamp: string, last: string | undefined): boolean {
  return last === undefined || microseconds(timestamp) > microseconds(last);
}

function microseconds(timestamp: string): bigint {
  return BigInt(timestamp.replace('.', ''));
}

function fromLatin1(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
