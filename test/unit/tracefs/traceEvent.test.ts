import { describe, expect, it } from 'vitest';
import { TracefsError } from '../../../src/tracefs/index';
import { TraceEvent } from '../../../src/tracefs/traceEvent';

/** What removing says, one code a call; `ok` when it works. */
function eventThatAnswers(...answers: readonly string[]) {
  const calls: string[] = [];
  const event = new TraceEvent(
    {
      id: 1,
      group: 'g',
      name: 'e',
      definition: { kind: 'uprobe', target: { path: '/t', offset: 1n }, args: [] },
      more: [],
      line: 'p:g/e /t:0x1',
    },
    async () => {
      const answer = answers[calls.length] ?? 'unexpected';
      calls.push(answer);
      await Promise.resolve();
      if (answer !== 'ok') {
        throw new TracefsError(answer === 'busy' ? 'busy' : 'notFound', answer);
      }
    },
  );
  return { event, calls };
}

describe('TraceEvent', () => {
  it('is removed once, and closed the second time', async () => {
    const { event, calls } = eventThatAnswers('ok');
    await event.close();
    await expect(event.close()).rejects.toMatchObject({ code: 'closed' });
    expect(calls).toEqual(['ok']);
    expect(event.id).toBe(1);
  });

  it('can be closed again after busy', async () => {
    const { event, calls } = eventThatAnswers('busy', 'ok');
    await expect(event.close()).rejects.toMatchObject({ code: 'busy' });
    await event.close();
    expect(calls).toEqual(['busy', 'ok']);
  });

  it('is removed once by two calls at a time', async () => {
    const { event, calls } = eventThatAnswers('ok');
    const [first, second] = await Promise.allSettled([event.close(), event.close()]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    expect(calls).toEqual(['ok']);
  });

  it('says once that someone else removed it', async () => {
    const { event } = eventThatAnswers('notFound');
    await expect(event.close()).rejects.toMatchObject({ code: 'notFound' });
    await expect(event.close()).rejects.toMatchObject({ code: 'closed' });
  });

  it('is disposed of at the end of its block, also if it was closed before', async () => {
    const { event, calls } = eventThatAnswers('ok');
    {
      await using used = event;
      await used.close();
    }
    const other = eventThatAnswers('ok');
    {
      await using used = other.event;
      expect(used.name).toBe('e');
    }
    expect([...calls, ...other.calls]).toEqual(['ok', 'ok']);
  });
});
