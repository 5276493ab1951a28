import { describe, expect, it } from 'vitest';
import { findLogEntry, parseErrorLog } from '../../../src/tracefs/errorLog';

/** As a 6.18 kernel wrote it. */
const LOG = Buffer.from(
  [
    '[ 1208.804914] trace_uprobe: error: Invalid uprobe offset',
    '  Command: p:g/e /tmp/t:0x10000000000000000',
    '                        ^',
    "[ 1208.805148] trace_uprobe: error: String is not closed with '\"'",
    '  Command: p:g/e /tmp/ü:0x10 a=\\"x',
    '                                  ^',
    '',
  ].join('\n'),
);

describe('parseErrorLog', () => {
  it('reads each entry with its command and where in it the caret stands', () => {
    expect(parseErrorLog(LOG)).toEqual([
      {
        timestamp: '1208.804914',
        subsystem: 'trace_uprobe',
        text: 'Invalid uprobe offset',
        command: 'p:g/e /tmp/t:0x10000000000000000',
        column: 13,
      },
      {
        timestamp: '1208.805148',
        subsystem: 'trace_uprobe',
        text: "String is not closed with '\"'",
        command: 'p:g/e /tmp/ü:0x10 a=\\"x',
        // The kernel counts bytes: "ü" has two.
        column: 22,
      },
    ]);
  });

  it('puts a caret after the command behind its last character', () => {
    const log = Buffer.from(
      '[ 1.000000] trace_kprobe: error: X\n  Command: p f\n               ^\n',
    );
    expect(parseErrorLog(log)[0]?.column).toBe(4);
  });

  it('passes over what is no entry', () => {
    expect(parseErrorLog(Buffer.from('# a comment\n\nnothing\n'))).toEqual([]);
    expect(parseErrorLog(new Uint8Array())).toEqual([]);
  });
});

describe('findLogEntry', () => {
  const command = 'p:g/e /tmp/t:0x10000000000000000';

  it('finds our command', () => {
    expect(findLogEntry([], parseErrorLog(LOG), Buffer.from(command))?.text).toBe(
      'Invalid uprobe offset',
    );
  });

  it('takes no entry that was there before, and none of another command', () => {
    const entries = parseErrorLog(LOG);
    expect(findLogEntry(entries, entries, Buffer.from(command))).toBeUndefined();
    expect(findLogEntry([], entries, Buffer.from(`${command}0`))).toBeUndefined();
  });

  it('compares times as numbers', () => {
    const [entry] = parseErrorLog(LOG);
    const before = [{ ...entry!, timestamp: '999.999999' }];
    expect(findLogEntry(before, [entry!], Buffer.from(command))).toBe(entry);
  });

  it('knows a command that an old kernel has cut at 255 bytes', () => {
    const long = `p:g/e /tmp/${'x'.repeat(300)}:0x1`;
    const entry = { ...parseErrorLog(LOG)[0]!, command: long.slice(0, 255) };
    expect(findLogEntry([], [entry], Buffer.from(long))).toBe(entry);
  });
});
