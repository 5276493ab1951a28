import { describe, expect, it } from 'vitest';
import type { PlannedStrategy } from '../../../src/elevation/elevator';
import type { Environment } from '../../../src/elevation/environment';
import { requests } from '../../../src/protocol/requests';
import type { Finding } from '../../../src/extension/diagnose/finding';
import { helperFindings } from '../../../src/extension/diagnose/helperFindings';
import {
  localFindings,
  lockdownFinding,
  privilegeFinding,
} from '../../../src/extension/diagnose/localFindings';
import { diagnosisRows } from '../../../src/extension/diagnose/diagnosisTree';
import { remoteKind, report } from '../../../src/extension/diagnose/report';
import { wayFindings } from '../../../src/extension/diagnose/wayFindings';
import { readSurroundings, tracefsMount } from '../../../src/extension/session/surroundings';
import { inEnglish as t } from '../../../src/extension/text/translate';

const ENVIRONMENTS: readonly Environment[] = [
  ...(['flatpak', 'snap', 'appImage', 'container', 'wsl1', 'wsl', 'remote'] as const),
  'codeServer',
];
const versions = { extension: '0.1.0', vscode: '1.100.0', remote: '' };

describe('what a user can see of the machine', () => {
  it('finds tracefs in mountinfo, or its place in a debugfs', () => {
    const root = '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n';
    const debug = '30 22 0:7 / /sys/kernel/debug rw shared:1 - debugfs debugfs rw\n';
    const trace = '31 22 0:12 / /sys/kernel/tracing rw,nosuid shared:2 - tracefs nodev rw\n';
    expect(tracefsMount(root)).toBeUndefined();
    expect(tracefsMount(root + debug)).toBe('/sys/kernel/debug/tracing');
    expect(tracefsMount(root + debug + trace)).toBe('/sys/kernel/tracing');
  });

  it('needs Linux', async () => {
    const elsewhere = await readSurroundings('darwin');
    expect(elsewhere).toEqual({ isLinux: false });
    expect(await localFindings(elsewhere, 'plain', t)).toMatchObject([
      { state: 'failed', remedy: expect.stringMatching(/^Probes need Linux/) as string },
    ]);
    expect(await readSurroundings('linux', '/nonexistent')).toEqual({ isLinux: true });
  });

  it('says where VS Code runs, and what to do there', async () => {
    const rows = async (environment: Environment): Promise<Finding[]> =>
      (await localFindings({ isLinux: true }, environment, t)).slice(1, 3);
    const [flatpak] = await rows('flatpak');
    expect(flatpak).toMatchObject({
      state: 'failed',
      remedy: expect.stringMatching(/\.deb/) as string,
    });
    expect(await rows('container')).toMatchObject([
      { state: 'warning', detail: expect.stringMatching(/container/) as string },
      { state: 'failed', remedy: expect.stringMatching(/--privileged/) as string },
    ]);
    expect(await rows('remote')).toMatchObject([
      { state: 'ok', detail: expect.stringMatching(/sudo in the terminal/) as string },
      { state: 'failed', remedy: expect.stringMatching(/sudo mount/) as string },
    ]);
    const details = await Promise.all(ENVIRONMENTS.map(async one => (await rows(one))[0]?.detail));
    expect(new Set(details).size).toBe(ENVIRONMENTS.length);
    expect((await rows('plain'))[0]).toMatchObject({ detail: 'not mounted' });
  });

  it('reads the level of lockdown that is in force', () => {
    const states = [
      'none [integrity] confidentiality',
      'none integrity [confidentiality]',
      undefined,
    ];
    expect(states.map(text => lockdownFinding(text, t).state)).toEqual(['ok', 'failed', 'unknown']);
  });

  it('knows no_new_privs', () => {
    const texts = ['Name:\tnode\nNoNewPrivs:\t1\n', 'NoNewPrivs:\t0\n', ''];
    expect(texts.map(text => privilegeFinding(text, t).state)).toEqual(['failed', 'ok', 'unknown']);
  });
});

describe('the ways to root', () => {
  const closed: PlannedStrategy[] = [
    { id: 'direct', ok: false, code: 'notRoot', reason: 'not root' },
    { id: 'pkexec', ok: false, code: 'noAgent', reason: 'no agent' },
  ];

  it('are failures with a remedy when none is open', () => {
    const findings = wayFindings(closed, t);
    expect(findings.map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(findings[1]?.remedy).toMatch(/terminal/);
  });

  it('are remarks when another one is', () => {
    const findings = wayFindings([...closed, { id: 'sudo', ok: true, reason: 'works' }], t);
    expect(findings.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'ok']);
  });
});

describe('what the helper found', () => {
  it('has a title and a remedy for every check of the protocol', () => {
    const ids = requests.preflight.result.entries.checks.item.entries.id.options;
    const checks = ids.map(id => ({ id, state: 'failed' as const, detail: 'x' }));
    const findings = helperFindings(checks, t);
    expect(new Set(findings.map(({ title }) => title)).size).toBe(ids.length);
    expect(findings.every(({ remedy }) => remedy !== undefined && remedy.endsWith('.'))).toBe(true);
    const fine = helperFindings([{ id: 'tracefs', state: 'ok', detail: '' }], t);
    expect(fine[0]).not.toHaveProperty('remedy');
  });
});

describe('the report', () => {
  it('reads well and says nothing private', () => {
    const findings = [
      { title: 'A', state: 'ok' as const, detail: 'seen by ada on ada-laptop in /home/ada/x' },
      { title: 'B', state: 'failed' as const, detail: 'no\u0007', remedy: 'Mend it, adamant.' },
    ];
    const hide: [string, string][] = [
      ['/home/ada', '~'],
      ['ada-laptop', '(host)'],
      ['ada', '(user)'],
    ];
    const sections = [
      { title: 'This machine', findings },
      { title: 'As root', findings: [], note: 'Start it.' },
    ];
    expect(report(sections, versions, hide, t)).toBe(
      [
        'Probescope 0.1.0 in VS Code 1.100.0',
        '',
        'THIS MACHINE',
        '[ok] A: seen by (user) on (host) in ~/x',
        '[failed] B: no\\u0007',
        '  → Mend it, adamant.',
        '',
        'AS ROOT',
        'Start it.',
        '',
      ].join('\n'),
    );
  });

  it('hides a user of two letters where a folder has the name', () => {
    const findings = [{ title: 'A', state: 'ok' as const, detail: 'up to /data/up/bin/node' }];
    const text = report([{ title: 'X', findings }], versions, [['up', '(user)']], t);
    expect(text).toContain('up to /data/(user)/bin/node');
  });

  it('keeps words that only look private', () => {
    const findings = [{ title: 'Root', state: 'ok' as const, detail: 'root has a.b or aXb' }];
    const hide: [string, string][] = [
      ['/root', '~'],
      ['root', '(user)'],
      ['a.b', '(host)'],
    ];
    const text = report([{ title: 'X', findings }], versions, hide, t);
    expect(text).toContain('root has (host) or aXb');
  });

  it('tells the kind of remote, never its name', () => {
    expect(remoteKind(undefined)).toBe('');
    expect(remoteKind('ssh-remote')).toBe('ssh-remote');
    expect(remoteKind('ssh-remote+my.host')).toBe('ssh-remote');
    expect(remoteKind('my.host:8080')).toBe('remote');
  });
});

describe('the rows of the view', () => {
  const rows = diagnosisRows(
    [
      {
        title: 'This machine',
        findings: [
          { title: 'Kernel', state: 'ok', detail: 'Linux 6.1' },
          { title: 'Lockdown', state: 'failed', detail: 'a\u202eb\n', remedy: 'Boot otherwise.' },
        ],
      },
      { title: 'As root', findings: [], note: 'Start it.' },
    ],
    t,
  );

  it('tell the state in words too, and have what to do beneath', () => {
    const [machine, asRoot] = rows;
    expect(machine?.children.map(({ spoken }) => spoken)).toEqual([
      'fine: Kernel, Linux 6.1',
      expect.stringMatching(/^failed: Lockdown, a/) as string,
    ]);
    expect(machine?.children[0]?.children).toEqual([]);
    expect(machine?.children[1]?.children.map(({ label }) => label)).toEqual(['Boot otherwise.']);
    expect(asRoot?.children.map(({ label }) => label)).toEqual(['Start it.']);
  });

  it('show nothing that a file could have put there to be obeyed', () => {
    expect(rows[0]?.children[1]?.description).not.toMatch(/[\n\u202e]/);
  });
});
