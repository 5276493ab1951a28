import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/helper/start/startError';
import { HelperErrorCode, HelperErrorData } from '../../../src/protocol/errors';
import { MAX_PAYLOAD } from '../../../src/protocol/frames';
import {
  CreateKprobe,
  CreateTracepoint,
  CreateUprobe,
  FileIdentity,
  HitCount,
  Orphan,
  Probe,
} from '../../../src/protocol/probes';
import { Check, Hello, notifications, requests } from '../../../src/protocol/requests';

const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** What stands below a heading, up to the next one of its level or above. */
function section(title: string, level = '###'): string {
  const start = text.indexOf(`\n${level} ${title}\n`);
  expect(start, title).toBeGreaterThan(-1);
  const rest = text.slice(start + 1);
  const body = rest.slice(rest.indexOf('\n'));
  const end = body.search(new RegExp(`^#{1,${level.length}} `, 'm'));
  return end < 0 ? body : body.slice(0, end);
}

function headings(part: string): string[] {
  return Array.from(part.matchAll(/^### (\w+)$/gm), match => match[1]!);
}

/** The first column of a table whose cells are code or numbers. */
function firstColumn(part: string): string[] {
  return Array.from(part.matchAll(/^\| `?(\w+)`? +\|/gm), match => match[1]!);
}

/** `{a, b}` as it stands in the document for members of a schema. */
function braces(entries: object): string {
  return `{${Object.keys(entries).join(', ')}}`;
}

describe('docs/protocol.md', () => {
  it('has a heading for each request and each notification, in their order', () => {
    expect(headings(section('Requests', '##')).sort()).toEqual(Object.keys(requests).sort());
    expect(headings(section('Notifications', '##'))).toEqual(Object.keys(notifications));
  });

  it.each(Object.entries(requests))('gives the members of %s', (name, { params, result }) => {
    const first = section(name).split('\n')[2];
    expect(first).toBe(`\`${braces(params.entries)}\` → \`${braces(result.entries)}\``);
  });

  it.each(Object.entries(notifications))('gives the members of %s', (name, schema) => {
    expect(section(name)).toContain(`\`${braces(schema.entries)}\``);
  });

  it('lists every error code once', () => {
    expect(firstColumn(section('Errors', '##')).slice(1).sort()).toEqual(
      [...HelperErrorCode.options].sort(),
    );
    expect(section('Errors', '##')).toContain(`\`${braces(HelperErrorData.entries)}\``);
  });

  it('lists every exit code', () => {
    const codes = firstColumn(section('Starting the helper', '##')).filter(cell =>
      /^\d/.test(cell),
    );
    expect(codes.map(Number)).toEqual(expect.arrayContaining(Object.values(ExitCode)));
  });

  it('gives the longest payload of each channel', () => {
    for (const [channel, bytes] of Object.entries(MAX_PAYLOAD)) {
      const digits = bytes.toLocaleString('en').replaceAll(',', ' ');
      expect(section('Frames', '##')).toMatch(new RegExp(`^\\| ${channel} .*${digits} bytes`, 'm'));
    }
  });

  it.each([
    ['create', CreateUprobe],
    ['create', CreateKprobe],
    ['create', CreateTracepoint],
    ['create', FileIdentity],
    ['create', Probe],
    ['hello', Hello],
    ['hello', Hello.entries.features],
    ['preflight', Check],
    ['hits', HitCount],
    ['orphans', Orphan],
  ] as const)('names each member under %s', (title, schema) => {
    const part = section(title);
    for (const member of Object.keys(schema.entries)) {
      expect(part).toMatch(new RegExp(`[\`{ ,.]${member}[\`}:,. ]`));
    }
  });
});
