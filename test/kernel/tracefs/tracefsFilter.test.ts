import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterFields } from '../../../src/extension/filters/filterFields';
import { filterTrouble } from '../../../src/extension/filters/filterTrouble';
import {
  MAX_FILTER_BYTES,
  type TracefsError,
  type Instance,
  type TraceEvent,
} from '../../../src/tracefs/index';
import { until } from '../../rigs/poll';
import { Groups, Program, uprobe } from './rig';

const groups = new Groups();
const { tracefs } = groups;
let target: Program;
let event: TraceEvent;
let instance: Instance;
let folder: string;

beforeAll(async () => {
  target = new Program('target');
  event = await tracefs.createEvent({
    ...uprobe({ group: groups.create(), event: 'work' }, target.path, target.offsetOf('work')),
    args: [
      { name: 'value', fetch: '%di', type: 's32' },
      { name: 'name', fetch: '+0(%sp)', type: 'string' },
      { name: 'ptr', fetch: '%si', type: 'x64' },
    ],
  });
  instance = await tracefs.createInstance(groups.create());
  folder = join(instance.folder, 'events', event.group, event.name);
});
afterAll(async () => {
  await instance.remove();
  await event.close();
  target.remove();
  expect(groups.listed()).toEqual([]);
});

const set = (filter: string | undefined): Promise<string | undefined> =>
  instance.setFilter(event.group, event.name, filter);
const kernelsWords = (): string => readFileSync(join(folder, 'filter'), 'utf8').trimEnd();

/** The values in the buffer. */
function captured(): number[] {
  const text = readFileSync(join(instance.folder, 'trace'), 'latin1');
  return Array.from(text.matchAll(/ value=(-?\d+)/g), ([, value]) => Number(value));
}

/** As another tool would, past the code under test: one write(2), appending. */
function writeRaw(filter: string): void {
  const fd = openSync(join(folder, 'filter'), constants.O_WRONLY | constants.O_APPEND);
  try {
    writeSync(fd, filter);
  } finally {
    closeSync(fd);
  }
}

async function refusal(filter: string): Promise<TracefsError> {
  return set(filter).then(
    () => expect.fail(`${filter} is accepted`),
    (error: unknown) => error as TracefsError,
  );
}

describe('a filter', () => {
  it('keeps out of the buffer what it does not match, and nothing of the counts', async () => {
    expect(await set('value > 6 ')).toBe('value > 6');
    expect(await instance.filter(event.group, event.name)).toBe('value > 6');
    await instance.setEnabled(event.group, event.name, true);
    target.call(10);
    await instance.setEnabled(event.group, event.name, false);
    expect(captured()).toEqual([7, 8, 9]);
    const [counted] = (await tracefs.profile()).filter(({ path }) => path === target.path);
    expect(counted?.hits).toBe(10n);
    expect(await set(undefined)).toBeUndefined();
    expect(kernelsWords()).toBe('none');
  });

  /** Where the kernel stumbles: seen by writing the filter as another tool would, and reading its file. */
  it.each([
    ['vlaue > 6', 'Field not found'],
    ['(value > 6', "Too many '('"],
    ['value > 6)', "Too few '('"],
    ['name == "a', 'Missing matching quote'],
    ['value ~ "x*"', 'Expecting numeric field'],
    ['name == abc', 'Invalid value (did you forget quotes)?'],
    ['value', 'Invalid operator'],
    ['value == 0x1g', 'Illegal integer value'],
    ['value > 6 and cpu == 1', 'Too many terms in predicate expression'],
    ['COMM > "a"', 'Illegal operation for field type'],
    ['name == "ü" && vlaue > 6', 'Field not found'],
  ])('that is refused, %s, tells the kernel’s words and where', async (filter, words) => {
    const error = await refusal(filter);
    expect(error).toMatchObject({ code: 'invalidInput', line: filter, log: { text: words } });
    expect(() => writeRaw(filter)).toThrow();
    const [quoted = '', caret = '', said] = kernelsWords().split('\n');
    expect(said).toBe(`parse_error: ${words}`);
    // Columns count bytes there.
    const before = Buffer.from(quoted).subarray(0, caret.indexOf('^')).toString();
    expect(error.log?.column).toBe(before.length);
    await set(undefined);
  });

  it('that is refused without a word leaves the old one in place', async () => {
    await set('value == 3');
    expect(await refusal('value == 1 || || value == 2')).toMatchObject({
      code: 'invalidInput',
      message: 'The kernel does not accept the filter (EPERM); correct it.',
    });
    expect(kernelsWords()).toBe('value == 3');
    await set(undefined);
  });

  it('that is refused lets nothing pass while the old one is put back', async () => {
    await set('value < 0');
    await instance.setEnabled(event.group, event.name, true);
    const before = captured();
    const calling = spawn(target.path, ['2000000000'], { stdio: 'ignore' });
    try {
      await until('it is called', async () => {
        const [counted] = (await tracefs.profile()).filter(({ path }) => path === target.path);
        return (counted?.hits ?? 0n) > 1000n;
      });
      for (let round = 0; round < 10; round++) {
        await refusal('vlaue > 6');
      }
      expect(captured()).toEqual(before);
    } finally {
      calling.kill('SIGKILL');
      await instance.setEnabled(event.group, event.name, false);
      await set(undefined);
    }
  });

  it('may be as long as the kernel takes', async () => {
    const clause = 'value == 1 || ';
    const longest = `${clause.repeat(Math.floor(MAX_FILTER_BYTES / clause.length) - 1)}value == 2`;
    const padded = longest + ' '.repeat(MAX_FILTER_BYTES - longest.length);
    expect(await set(padded)).toBe(longest);
    expect(await refusal(`${padded} `)).toMatchObject({ code: 'tooMany' });
    expect(kernelsWords()).toBe(longest);
    await set(undefined);
  });
});

describe('what the editor says of a filter while it is typed', () => {
  const fields = ['value', 'name', 'ptr', 'cpu', 'CPU', 'comm', 'COMM', 'common_pid', '__probe_ip'];
  const operators = ['==', '!=', '<', '<=', '>', '>=', '&', '~'];
  const values = ['1', '-1', '0x10', '"a*"', "'b c'", '"(&&"', '"x) || vlaue == 1"', 'CPUS{0-1}'];
  const blank = fc.constantFrom('', ' ', '  ');
  const predicate = fc
    .tuple(
      fc.constantFrom('', '!', '! '),
      fc.constantFrom(...fields, 'vlaue', ''),
      blank,
      fc.constantFrom(...operators),
      blank,
      fc.constantFrom(...values),
    )
    .map(parts => parts.join(''));
  const { filter } = fc.letrec<{ filter: string }>(tie => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      predicate,
      tie('filter').map(inner => `(${inner})`),
      tie('filter').map(inner => `!(${inner})`),
      fc
        .tuple(tie('filter'), blank, fc.constantFrom('&&', '||'), blank, tie('filter'))
        .map(parts => parts.join('')),
    ),
  }));
  // Some with a character less, or one more.
  const typed = fc.oneof(
    filter,
    fc.tuple(filter, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    fc
      .tuple(filter, fc.nat(), fc.constantFrom('(', ')', '"', '!', '&', ' ', 'z'))
      .map(([text, at, more]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + more + text.slice(place);
      }),
  );

  it('is never against what the kernel accepts', async () => {
    const known = filterFields(await instance.describeEvent(event.group, event.name));
    let troubled = 0;
    await fc.assert(
      fc.asyncProperty(
        typed.filter(text => text.trim() !== '' && filterTrouble(text, known) !== undefined),
        async text => {
          troubled++;
          await expect(set(text), text).rejects.toMatchObject({ code: 'invalidInput' });
        },
      ),
      { numRuns: 300 },
    );
    expect(troubled).toBe(300);
    await set(undefined);
  });
});
