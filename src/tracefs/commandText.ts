import { TracefsError } from './errors';
import type { ProbePath } from './probe';

/**
 * The kernel's view of a command. Commands are bytes to it, so they are handled as "byte text": a
 * string with one character (0 to 255) a byte, on which offsets and regular expressions work.
 */
export function byteText(text: ProbePath): string {
  return typeof text === 'string'
    ? Buffer.from(text, 'utf8').toString('latin1')
    : Buffer.from(text).toString('latin1');
}

/** The bytes of a byte text, as UTF-8 text where they are that. */
export function fromByteText(bytes: string): ProbePath {
  const buffer = Buffer.from(bytes, 'latin1');
  const text = buffer.toString('utf8');
  return Buffer.from(text, 'utf8').equals(buffer) ? text : new Uint8Array(buffer);
}

/** As {@link fromByteText} where only text will do. */
export function textOf(bytes: string): string {
  const text = fromByteText(bytes);
  if (typeof text !== 'string') {
    throw new TracefsError(
      'invalidInput',
      'Only the path of a probe may hold bytes that are not UTF-8.',
    );
  }
  return text;
}

/**
 * The kernel's white space (`lib/ctype.c`): 0xA0 is in it, which is also a byte of the UTF-8 of
 * "à".
 */
const SPACES = /[\t-\r \xa0]+/;

/**
 * The words of a command as `trace_parse_run_command` and `argv_split` see them: `#` starts a
 * comment, white space separates, nothing quotes. More than one command is refused.
 */
export function splitCommand(bytes: string): string[] {
  const commands = bytes
    .split('\n')
    .map(line =>
      line
        .replace(/#.*$/s, '')
        .split(SPACES)
        .filter(word => word !== ''),
    )
    .filter(words => words.length > 0);
  if (commands.length > 1) {
    throw new TracefsError('invalidInput', 'Give one probe at a time: this is more than one line.');
  }
  return commands[0] ?? [];
}

/** Whether the kernel would read `bytes` as exactly one word of a command. */
export function isOneWord(bytes: string): boolean {
  return /^[^\t-\r \xa0#\0]+$/.test(bytes);
}
