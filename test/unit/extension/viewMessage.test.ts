import { describe, expect, it } from 'vitest';
import { viewMessage } from '../../../src/extension/probesView/viewMessage';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { inEnglish as t } from '../../../src/extension/text/translate';
import { helperProbe, userRequest } from './support/sampleProbes';

describe('the line over the rows', () => {
  const store = new ProbeStore();
  store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);

  it('says why the rows do not count, and what makes them again', () => {
    expect(viewMessage('lost', store.probes, false, t)).toMatch(/helper ended.*Re-create Probes/);
    expect(viewMessage('off', store.probes, false, t)).toMatch(/No helper runs.*Re-create Probes/);
    expect(viewMessage('authorising', store.probes, false, t)).toMatch(/password/);
    expect(viewMessage('connected', store.probes, true, t)).toBe('');
    const lost = new ProbeStore();
    lost.restore(store.probes);
    expect(viewMessage('connected', lost.probes, true, t)).toMatch(
      /lost with a helper.*Re-create Probes/,
    );
  });

  it('stands in for the welcome view that the rows of others hide, and hides none itself', () => {
    expect(viewMessage('connected', [], true, t)).toMatch(/no probes yet/);
    for (const state of ['off', 'authorising', 'connected', 'lost'] as const) {
      expect(viewMessage(state, [], false, t)).toBe('');
    }
  });
});
