import { describe, expect, it } from 'vitest';
import { consentQuestion } from '../../../src/extension/session/consent';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { statusText } from '../../../src/extension/statusBar/statusText';
import { inEnglish as t } from '../../../src/extension/text/translate';
import { helperProbe, userRequest } from './support/sampleProbes';

const style = { t, locale: 'en' };

describe('the status bar item', () => {
  const hello = {
    protocol: 1,
    kernel: '6.1.0-<b>x</b>',
    architecture: 'x64',
    tracefs: '/sys/kernel/tracing',
    pid: 42,
    uid: 0,
    instance: null,
    scope: 'mine' as const,
    features: {
      uprobes: true,
      kprobes: true,
      refCtrOffset: true,
      kretprobeMaxActive: true,
      locations: true,
    },
  };

  it('has its own words in each state, and links only to what its tooltip may run', () => {
    const texts = (['off', 'authorising', 'connected', 'lost'] as const).map(state =>
      statusText(state, [], state === 'connected' ? hello : undefined, style),
    );
    expect(texts.map(({ text }) => text)).toEqual([
      '$(pulse) Probes off',
      '$(sync~spin) Probes starting',
      '$(pulse) 0 probes',
      '$(warning) Probes lost',
    ]);
    for (const { tooltip, commands } of texts) {
      const linked = [...tooltip.matchAll(/\(command:([\w.]+)\)/g)].map(match => match[1]);
      expect(linked).toEqual(commands);
      expect(linked.length).toBeGreaterThan(0);
    }
    expect(texts[2]?.tooltip).not.toContain('<b>');
  });

  it('adds up the rates', () => {
    const store = new ProbeStore();
    store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);
    store.setCounts([{ handle: 1, hits: 0n }], 0);
    store.setCounts([{ handle: 1, hits: 1200n }], 1000);
    expect(statusText('connected', store.probes, hello, style).text).toBe(
      '$(pulse) 1 probe · 1.2k/s',
    );
  });

  it('counts what the kernel has, and offers to make again what was lost', () => {
    const store = new ProbeStore();
    store.restore([{ request: userRequest('f'), probe: helperProbe(1) }]);
    store.add([{ request: userRequest('g'), probe: helperProbe(2) }]);
    const { text, commands } = statusText('connected', store.probes, hello, style);
    expect(text).toBe('$(pulse) 1 probe · 1 lost');
    expect(commands).toContain('probescope.probes.recreate');
    expect(statusText('off', store.probes, undefined, style).text).toBe(
      '$(pulse) Probes off · 1 lost',
    );
    expect(statusText('lost', [], undefined, style).commands).not.toContain(
      'probescope.probes.recreate',
    );
  });
});

describe('the question before root', () => {
  const sudo = {
    id: 'sudo',
    ok: false,
    code: 'passwordNeeded',
    reason: 'needs a password',
  } as const;
  const pkexec = { id: 'pkexec', ok: true, reason: '/usr/bin/pkexec …' } as const;
  const terminal = { id: 'terminal', ok: true, reason: '/usr/bin/sudo …' } as const;

  it('says what runs as root, why, and what comes next', () => {
    const question = consentQuestion([sudo, pkexec, terminal], t);
    expect(question?.sentence).toContain('as root');
    expect(question?.explanation).toMatch(/Only root may[^]*password next\.$/);
    expect(question?.details.split('\n\n')).toHaveLength(3);
  });

  it('says why another dialog comes than that of the installed helper', () => {
    const installed = { id: 'installed', ok: false, code: 'otherHelper', reason: '' } as const;
    const words = /installed on this machine is not used.*“Install Privileged Helper”/;
    expect(consentQuestion([sudo, installed, pkexec], t)?.explanation).toMatch(words);
    const none = { ...installed, code: 'notInstalled' } as const;
    expect(consentQuestion([sudo, none, pkexec], t)?.explanation).not.toMatch(words);
  });

  it('is not asked where this process is root, or where no way is open', () => {
    expect(consentQuestion([{ id: 'direct', ok: true, reason: '' }, pkexec], t)).toBeUndefined();
    expect(consentQuestion([sudo, terminal], t)).toBeUndefined();
  });
});
