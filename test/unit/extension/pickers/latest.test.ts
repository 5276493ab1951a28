import { describe, expect, it } from 'vitest';
import { Latest } from '../../../../src/extension/pickers/latest';

describe('latest search', () => {
  it('drops an older answer that arrives after a newer one', async () => {
    const latest = new Latest();
    let answerFirst: (text: string) => void = () => undefined;
    const first = latest.run(() => new Promise<string>(resolve => (answerFirst = resolve)));
    const second = latest.run(() => Promise.resolve('new'));
    expect(await second).toEqual({ value: 'new' });
    answerFirst('old');
    expect(await first).toBeUndefined();
  });

  it('aborts the older search, whose failure is then nobody’s', async () => {
    const latest = new Latest();
    const first = latest.run(
      signal =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    latest.cancel();
    expect(await first).toBeUndefined();
  });

  it('passes on the failure of the newest', async () => {
    await expect(new Latest().run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
