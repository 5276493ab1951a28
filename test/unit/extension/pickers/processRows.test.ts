import { describe, expect, it } from 'vitest';
import {
  findProcesses,
  processText,
  whereText,
  type NamedProcess,
} from '../../../../src/extension/pickers/processRows';

const t = (text: string, ...args: unknown[]): string =>
  text.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

const ID = '4cf1'.repeat(16);

function process(pid: number, changes: Partial<NamedProcess> = {}): NamedProcess {
  return {
    pid,
    name: `p${pid}`,
    uid: 1000,
    user: 'ann',
    commandLine: `/bin/p${pid} --serve`,
    startTime: 0,
    startTicks: pid,
    ...changes,
  };
}

const docker = { runtime: 'docker', id: ID } as const;
const ALL = [
  process(7),
  process(8, { name: 'orders', commandLine: '/opt/orders --port 812' }),
  process(812, { uid: 0, user: 'root' }),
  process(9, { uid: 0, user: 'root', container: docker, hostname: 'web-1' }),
  process(10, { container: 'unknown' }),
];

function find(text: string): [string, number[]][] {
  return findProcesses(ALL, text, 1000).groups.map(({ group, processes }) => [
    group,
    processes.map(({ pid }) => pid),
  ]);
}

describe('the processes that are found', () => {
  it('are mine, those of containers, and those of others, the newest first', () => {
    expect(find('')).toEqual([
      ['mine', [8, 7]],
      ['containers', [10, 9]],
      ['others', [812]],
    ]);
  });

  it.each([
    ['orders', [8]],
    ['ORDERS port', [8]],
    ['root', [9, 812]],
    ['web-1', [9]],
    ['docker', [9]],
    [ID.slice(0, 12), [9]],
    ['port root', []],
  ])('have each word of %j in name, user, container or command line', (text, pids) => {
    expect(find(text).flatMap(([, found]) => found)).toEqual(pids);
  });

  it('begin with the one whose pid was typed', () => {
    expect(find('812')).toEqual([
      ['others', [812]],
      ['mine', [8]],
    ]);
  });

  it('are no more than can be read', () => {
    const many = Array.from({ length: 5000 }, (_, index) => process(index + 1));
    const { groups, more } = findProcesses(many, '', 1000);
    expect(groups[0]?.processes).toHaveLength(195);
    expect(groups[0]?.processes[0]?.pid).toBe(5000);
    expect(more).toBe(4805);
  });
});

describe('a process', () => {
  it('is shown with pid, user and container', () => {
    expect(processText(ALL[3]!, t)).toEqual({
      label: 'p9',
      description: '9 · root · in web-1 (docker)',
      detail: '/bin/p9 --serve',
    });
    expect(processText(ALL[4]!, t).description).toBe('10 · ann · in a container');
    const unnamed = process(11, { container: docker });
    expect(processText(unnamed, t).description).toBe('11 · ann · in 4cf14cf14cf1 (docker)');
  });

  it('has no say in how it is shown', () => {
    const hostile = process(12, {
      name: '$(zap)\n\u202e',
      user: '$(user)',
      commandLine: '\u001b[31m $(trash)',
      container: { runtime: 'lxc', id: '$(x)\n' },
    });
    const { label, description, detail } = processText(hostile, t);
    expect(label).toBe('\\$(zap)\\u000a\\u202e');
    expect(description).toBe('12 · \\$(user) · in \\$(x)\\u000a (lxc)');
    expect(detail).toBe('\\u001b[31m \\$(trash)');
  });

  it('tells where its files are without a slash, as the end of a name', () => {
    expect(whereText(ALL[3]!, false, t)).toBe('in web-1');
    expect(whereText(ALL[0]!, true, t)).toBe('pid 7, deleted');
    expect(whereText(ALL[4]!, false, t)).toBe('pid 10');
    const odd = process(1, { container: { runtime: 'lxc', id: '../x' } });
    expect(whereText(odd, false, t)).toBe('in .._x');
  });
});
