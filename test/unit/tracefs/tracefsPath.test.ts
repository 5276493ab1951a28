import { describe, expect, it } from 'vitest';
import { Tracefs, type TracefsError } from '../../../src/tracefs/index';

describe('Tracefs.path', () => {
  const tracefs = new Tracefs('/sys/kernel/tracing');

  it.each([
    [['./not/escaped'], '/sys/kernel/tracing/not/escaped'],
    [['events', 'g', 'e', 'id'], '/sys/kernel/tracing/events/g/e/id'],
    [[], '/sys/kernel/tracing'],
    [['a', '..', 'b'], '/sys/kernel/tracing/b'],
    [['..tracing2'], '/sys/kernel/tracing/..tracing2'],
    [['/etc/passwd'], '/sys/kernel/tracing/etc/passwd'],
  ])('%j is %j', (parts, expected) => {
    expect(tracefs.path(...parts)).toBe(expected);
  });

  it.each([
    [['../escaped']],
    [['../tracing2']],
    [['a', '../../tracing2/x']],
    [['..']],
    [['events', '..', '..', 'debug']],
    [['a\0b']],
  ])('refuses %j', parts => {
    expect(() => tracefs.path(...parts)).toThrow(
      expect.objectContaining({ code: 'invalidInput' }) as TracefsError,
    );
  });

  it('resolves the root it is given', () => {
    expect(new Tracefs('/sys/kernel/tracing/').path('x')).toBe('/sys/kernel/tracing/x');
    expect(new Tracefs('/').path('x')).toBe('/x');
  });
});

describe('names that are no names', () => {
  const tracefs = new Tracefs('/sys/kernel/tracing');

  it.each([
    ['../events', 'e'],
    ['g', '../e'],
    ['', 'e'],
    ['g', ''],
    ['g', 'e-e'],
    ['g\n', 'e'],
  ])('are refused before any file is touched: %j %j', async (group, event) => {
    const refusal = { code: 'invalidInput' };
    await expect(tracefs.eventId(group, event)).rejects.toMatchObject(refusal);
    await expect(tracefs.removeEvent(group, event, 'uprobe')).rejects.toMatchObject(refusal);
    await expect(
      tracefs.openInstance('probescope').setEnabled(group, event, true),
    ).rejects.toMatchObject(refusal);
  });

  it.each(['', '.', '..', 'a/b', '-a', 'a'.repeat(64)])('no instance is called %j', name => {
    expect(() => tracefs.openInstance(name)).toThrow(
      expect.objectContaining({ code: 'invalidInput' }) as TracefsError,
    );
  });
});
