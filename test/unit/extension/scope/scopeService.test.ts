import { describe, expect, it } from 'vitest';
import { HelperError } from '../../../../src/protocol/helperError';
import type { Method, Params, Result } from '../../../../src/protocol/requests';
import type { ScopeChoice } from '../../../../src/extension/scope/scopeChoice';
import { ScopeService } from '../../../../src/extension/scope/scopeService';
import { scopeDescription, scopeSentence } from '../../../../src/extension/scope/scopeText';
import { inEnglish } from '../../../../src/extension/text/translate';

const orders: ScopeChoice = {
  kind: 'processes',
  processes: [{ pid: 8121, start: '0x1', name: 'orders\u202e' }],
  otherUsers: false,
};

/** Stands for a helper: notes what it is asked, and refuses where it is told to. */
class NotedHelper {
  readonly asked: unknown[] = [];
  refusal: HelperError | undefined;

  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    this.asked.push({ method, ...params });
    return this.refusal
      ? Promise.reject(this.refusal)
      : Promise.resolve({ threads: 1 } as unknown as Result<M>);
  }
}

const gone = new HelperError({ code: 'processGone', message: 'It has ended.' });

describe('the scope of a window', () => {
  it('is the user’s own processes until another one is in force', async () => {
    const helper = new NotedHelper();
    const scope = new ScopeService(() => helper);
    const told: ScopeChoice[] = [];
    scope.onDidChange(choice => told.push(choice));
    expect(scope.current).toEqual({ kind: 'mine' });
    await scope.choose(orders);
    expect(helper.asked).toEqual([
      {
        method: 'scope',
        scope: {
          kind: 'processes',
          processes: [{ pid: 8121, start: '0x1' }],
          otherUsers: false,
        },
      },
    ]);
    helper.refusal = gone;
    await expect(scope.choose({ kind: 'all' })).rejects.toBe(gone);
    expect(scope.current).toEqual(orders);
    expect(told).toEqual([orders]);
  });

  it('is told to a helper that starts later, which begins with the user’s own', async () => {
    const helper = new NotedHelper();
    const running: { helper?: NotedHelper } = { helper };
    const scope = new ScopeService(() => running.helper);
    await scope.begin();
    expect(helper.asked).toEqual([]);
    delete running.helper;
    await scope.choose({ kind: 'all' });
    running.helper = helper;
    await scope.begin();
    expect(helper.asked).toEqual([{ method: 'scope', scope: { kind: 'all' } }]);
  });

  it('falls back to the user’s own where a new helper refuses it', async () => {
    const helper = new NotedHelper();
    helper.refusal = gone;
    const running: { helper?: NotedHelper } = {};
    const scope = new ScopeService(() => running.helper);
    await scope.choose(orders);
    running.helper = helper;
    await expect(scope.begin()).rejects.toBe(gone);
    expect(scope.current).toEqual({ kind: 'mine' });
  });

  it('is said in words, with nothing of a process’s name interpreted', () => {
    const said = (choice: ScopeChoice): string => scopeDescription(choice, inEnglish);
    expect(said({ kind: 'mine' })).toBe('events of my processes');
    expect(said({ kind: 'all' })).toBe('events of all processes');
    expect(said(orders)).toMatch(/^events of orders.* \(8121\)$/);
    expect(said(orders)).not.toContain('\u202e');
    expect(scopeSentence({ kind: 'mine' }, inEnglish)).toMatch(
      /such as sudo.*Hits are counted in all processes\.$/,
    );
  });
});
