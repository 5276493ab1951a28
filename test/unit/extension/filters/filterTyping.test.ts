import { describe, expect, it } from 'vitest';
import { filterCompletions } from '../../../../src/extension/filters/filterCompletions';
import { filterFields } from '../../../../src/extension/filters/filterFields';
import { filterRows } from '../../../../src/extension/filters/filterRows';
import {
  culpritOf,
  filterRefusal,
  refusalSentence,
  refusedFilterSentence,
  type FilterRefusal,
} from '../../../../src/extension/filters/filterSentences';
import { filterTrouble } from '../../../../src/extension/filters/filterTrouble';
import { commonFields, requestFields } from '../../../../src/extension/filters/requestFields';
import type { AttachRequest } from '../../../../src/extension/session/attachRequest';
import { inEnglish } from '../../../../src/extension/text/translate';

/** As `cat events/GROUP/ev/format` of Linux 6.18 gives it, for `qty=%di:s32 name=+0(%sp):string`. */
const FORMAT = `name: ev
ID: 2326
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:unsigned long __probe_ip;	offset:8;	size:8;	signed:0;
	field:s32 qty;	offset:16;	size:4;	signed:1;
	field:__data_loc char[] name;	offset:20;	size:4;	signed:1;

print fmt: "(%lx) qty=%d name=\\"%s\\"", REC->__probe_ip, REC->qty, __get_str(name)
`;
const fields = filterFields(FORMAT);

const offered = (filter: string): string[] =>
  filterCompletions(filter, fields).map(({ name }) => name);

describe('fields of a filter', () => {
  it('are the event’s own first, then what every filter has, then the kernel’s', () => {
    expect(fields.map(({ name, isText }) => [name, isText])).toEqual([
      ['qty', false],
      ['name', true],
      ['comm', true],
      ['cpu', false],
      ['common_type', false],
      ['common_pid', false],
      ['__probe_ip', false],
    ]);
  });

  it('of a probe that is not made are its arguments, named as the kernel will', () => {
    const args = [
      { name: 'qty', fetch: '%di', type: 's32' },
      { fetch: '+0(%si)', type: 'string' },
    ];
    const request = { kind: 'kretprobe', symbol: 'vfs_read', args } as const;
    expect(requestFields(request)?.map(({ name, isText }) => [name, isText])).toEqual([
      ['qty', false],
      ['arg2', true],
      ['comm', true],
      ['cpu', false],
      ['common_pid', false],
      ['__probe_func', false],
      ['__probe_ret_ip', false],
    ]);
  });

  it('are not guessed where only the kernel knows them', () => {
    const args = [{ fetch: '$arg*' }];
    expect(requestFields({ kind: 'kprobe', symbol: 'vfs_read', args })).toBeUndefined();
    expect(requestFields({ kind: 'tracepoint', system: 'sched', event: 'x' })).toBeUndefined();
  });
});

describe('completion', () => {
  it('offers fields where a comparison begins, those that begin with the word first', () => {
    expect(offered('')).toHaveLength(fields.length);
    expect(offered('qty > 3 && !(n')[0]).toBe('name');
    expect(offered('p')).toEqual(['cpu', 'common_type', 'common_pid', '__probe_ip']);
    expect(offered('name == "a || ')).toEqual([]);
  });

  it('offers operators by the type of the field, then ways to go on', () => {
    expect(offered('qty ')).toEqual(['==', '!=', '>', '>=', '<', '<=', '&']);
    expect(offered('qty >')).toEqual(['>', '>=']);
    expect(offered('name ')).toEqual(['==', '!=', '~']);
    expect(offered('qty >= 3 ')).toEqual(['&&', '||']);
    expect(offered('(name ~ "a b*") ')).toEqual(['&&', '||']);
    expect(offered('qty >= 3')).toEqual([]);
  });

  it('leaves what was typed before as it is', () => {
    expect(filterCompletions('qty > 3 && na', fields)[0]?.filter).toBe('qty > 3 && name ');
    expect(filterCompletions('qty > 3 && name ', fields)[2]?.filter).toBe('qty > 3 && name ~ "');
  });
});

describe('what is wrong with a filter', () => {
  it.each([
    ['vlaue > 6', { kind: 'field', at: 0, text: 'vlaue' }],
    ['qty > 6 && !vlaue', { kind: 'field', at: 12, text: 'vlaue' }],
    ['(qty > 6', { kind: 'open', at: 0 }],
    ['qty > 6)', { kind: 'close', at: 7 }],
    ['name == "a', { kind: 'quote', at: 8 }],
  ])('%s', (filter, trouble) => {
    expect(filterTrouble(filter, fields)).toMatchObject(trouble);
  });

  it('is not told of fields that are not known, or that kernels add', () => {
    expect(filterTrouble('vlaue > 6')).toBeUndefined();
    expect(filterTrouble('COMMON_CPU == 1 && CPU == 2', fields)).toBeUndefined();
  });
});

describe('the kernel’s words', () => {
  /** Carets as Linux 6.18 printed them. */
  it.each([
    ['wrod > 3', 5, 'Field not found', 'wrod'],
    ['qty == abc', 8, 'Invalid value (did you forget quotes)?', 'abc'],
    ['qty == 3 qty', 9, 'Too many terms in predicate expression', 'qty'],
    ['qty', 3, 'Invalid operator', 'qty'],
    ['qty ~ "x*"', 7, 'Expecting numeric field', '"x*"'],
    ['(qty > 3', 0, "Too many '('", '('],
  ])('of %s mean %d', (filter, column, text, culprit) => {
    expect(culpritOf(filter, column, text)?.text).toBe(culprit);
    expect(
      refusalSentence({ message: '', log: { text, column, command: filter } }, inEnglish),
    ).toBe(`The kernel, at ${culprit}: ${text}`);
  });

  it('are told of a probe that was not made for its filter, and of no other', () => {
    const request = { kind: 'kprobe', symbol: 'vfs_read', filter: 'wrod > 3 ' } as const;
    const log = { text: 'Field not found', column: 5, command: 'wrod > 3' };
    const error = { line: 'wrod > 3', message: 'EINVAL', log };
    expect(refusedFilterSentence(request, error, inEnglish)).toBe(
      'vfs_read was not attached, as its filter is not accepted: wrod > 3. The kernel, at wrod: Field not found',
    );
    const other = { ...error, line: 'p:g/e vfs_read' };
    expect(refusedFilterSentence(request, other, inEnglish)).toBeUndefined();
  });

  it('are beside the filter with the kernel’s caret in it', () => {
    const log = { text: 'Field not found', column: 17, command: 'qty == 3 && wrod == 3' };
    expect(filterRefusal({ message: '', log }, inEnglish)).toEqual({
      sentence: 'The kernel, at wrod: Field not found',
      marked: 'qty == 3 && ▸wrod◂ == 3',
    });
  });

  it('are left out where it has none', () => {
    expect(refusalSentence({ message: 'EPERM' }, inEnglish)).toBe('EPERM');
  });
});

describe('the rows under a filter', () => {
  const rows = (filter: string, refusal?: FilterRefusal) =>
    filterRows(filter, fields, refusal, inEnglish).map(({ label, act }) => [label, act]);

  it('set it, or say what is wrong, and complete it', () => {
    expect(rows('')[0]).toEqual(['$(clear-all) No Filter: Capture Every Hit', 'set']);
    expect(rows('qty > 3')).toEqual([['$(check) Capture Hits Only If qty > 3', 'set']]);
    expect(rows('vl > 3')).toEqual([['$(error) The event has no field vl.', undefined]]);
    expect(rows('q')).toEqual([
      ['qty', { type: 'qty ' }],
      ['$(error) The event has no field q.', undefined],
    ]);
    const refused = rows('qty > 3', { sentence: 'The kernel: no' });
    expect(refused).toEqual([['$(error) The kernel: no', undefined]]);
  });

  it('interpret nothing of it', () => {
    expect(rows('name == "$(trash)"')[0]).toEqual([
      '$(check) Capture Hits Only If name == "\\$(trash)"',
      'set',
    ]);
  });
});

describe('one filter for several probes', () => {
  const args = (...names: string[]) => names.map(name => ({ name, fetch: '%di', type: 's32' }));
  const namesOf = (...requests: AttachRequest[]) => commonFields(requests)?.map(({ name }) => name);

  it('compares the fields that each of them has', () => {
    const one = { kind: 'kprobe', symbol: 'vfs_read', args: args('qty', 'id') } as const;
    const other = { kind: 'kretprobe', symbol: 'vfs_read', args: args('id', 'ret') } as const;
    expect(namesOf(one, other)).toEqual(['id', 'comm', 'cpu', 'common_pid']);
    const text = { ...one, args: [{ name: 'id', fetch: '%di', type: 'string' }] };
    expect(namesOf(one, text)).toEqual(['comm', 'cpu', 'common_pid', '__probe_ip']);
  });

  it('is not known where only the kernel knows the fields of one', () => {
    const one = { kind: 'kprobe', symbol: 'vfs_read' } as const;
    expect(namesOf(one, { kind: 'tracepoint', system: 's', event: 'e' })).toBeUndefined();
  });
});
