import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandIds } from '../../../src/extension/manifest/commands';
import { contextKeys } from '../../../src/extension/manifest/contextKeys';
import { settingDefaults } from '../../../src/extension/manifest/settings';
import { viewIds } from '../../../src/extension/manifest/views';
import { groupRow } from '../../../src/extension/probesView/groupRow';
import { orphansRow } from '../../../src/extension/probesView/otherRows';
import { probeRow } from '../../../src/extension/probesView/probeRow';
import { withStacks } from '../../../src/extension/session/attachRequest';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { inEnglish } from '../../../src/extension/text/translate';
import { helperProbe, userRequest } from './support/sampleProbes';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly keybindings: readonly (MenuItem & { key: string })[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: { properties: Record<string, { default: unknown; scope: string }> };
    readonly views: Readonly<Record<string, readonly { id: string; icon: string }[]>>;
    readonly viewsWelcome: readonly { contents: string; when: string }[];
    readonly customEditors: readonly { viewType: string; priority: string }[];
  };
}

const ROOT = join(__dirname, '../../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
const { commands, keybindings, menus, configuration, views, viewsWelcome, customEditors } =
  manifest.contributes;
const allMenuItems = [...Object.values(menus).flat(), ...keybindings];
const conditions = [...allMenuItems, ...viewsWelcome].map(item => item.when ?? '');

describe('package.json', () => {
  it('declares the commands of the code, and no others', () => {
    expect(commands.map(({ command }) => command).sort()).toEqual(Object.values(commandIds).sort());
  });

  it('puts only declared commands in menus', () => {
    const declared = new Set(commands.map(({ command }) => command));
    expect(allMenuItems.filter(({ command }) => !declared.has(command))).toEqual([]);
  });

  it('links only to commands that exist in its welcome texts', () => {
    const own = Object.values(texts)
      .flatMap(text => [...text.matchAll(/command:(probescope\.[\w.]+)/g)])
      .map(match => match[1]);
    expect(own.length).toBeGreaterThan(5);
    const declared: string[] = Object.values(commandIds);
    expect(own.filter(id => !declared.includes(id ?? ''))).toEqual([]);
  });

  it('uses the texts of package.nls.json, and all of them', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(match => match[1] ?? '');
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  it('has the settings of the code with the same defaults, out of reach of a folder', () => {
    const declared = Object.entries(configuration.properties);
    expect(Object.fromEntries(declared.map(([name, setting]) => [name, setting.default]))).toEqual(
      settingDefaults,
    );
    expect(declared.filter(([, { scope }]) => scope !== 'machine')).toEqual([]);
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      Object.keys(settingDefaults),
    );
  });

  it('decides by the context keys of the code, and by all of them', () => {
    const keys = conditions.flatMap(when => when.match(/\bprobescope\.\w+/g) ?? []);
    const used = [...new Set(keys)].filter(
      key =>
        ![viewIds.probes, viewIds.symbols, viewIds.events, viewIds.diagnosis].some(
          id => id === key,
        ),
    );
    expect(used.sort()).toEqual([...contextKeys].sort());
  });

  it('has the views and editors of the code', () => {
    expect(views[viewIds.container]?.map(({ id }) => id)).toEqual([
      viewIds.probes,
      viewIds.diagnosis,
    ]);
    expect(customEditors).toEqual([
      expect.objectContaining({
        viewType: viewIds.symbols,
        priority: 'option',
        // Reopen With offers it for any file.
        selector: [{ filenamePattern: '*' }],
      }),
      expect.objectContaining({
        viewType: viewIds.recording,
        priority: 'default',
        selector: [{ filenamePattern: '*.probescope' }],
      }),
    ]);
  });

  it('asks in menus of the tree for what its rows can do, and for all of it', () => {
    const asked = conditions.flatMap(when => /viewItem =~ \/\\b(\w+)\\b\//.exec(when)?.[1] ?? []);
    const style = { t: inEnglish, locale: 'en' };
    const store = new ProbeStore();
    store.add([
      { request: userRequest('f'), probe: helperProbe(1, { limits: { ttlSeconds: 3600 } }) },
    ]);
    const stacks = withStacks(userRequest('g'), true);
    store.add([{ request: stacks, probe: helperProbe(2, { enabled: false }) }]);
    store.add([{ request: userRequest('h'), probe: helperProbe(3) }]);
    store.setFileStates(new Map([[1, { state: 'replaced' }]]));
    const stopped = new ProbeStore();
    stopped.add([{ request: userRequest('g'), probe: helperProbe(2, { enabled: false }) }]);
    const rows = [
      ...store.probes.map(probe => probeRow(probe, style)),
      ...[...store.groups, ...stopped.groups].map(group => groupRow(group, [group], style)),
      orphansRow([], style),
    ];
    const offered = rows.flatMap(({ context }) => context.split(' '));
    // The first word of each says what it is.
    const kinds = ['probe', 'group', 'orphans'];
    expect([...new Set(asked)].sort()).toEqual(
      [...new Set(offered)].filter(word => !kinds.includes(word)).sort(),
    );
  });

  it('offers the symbols in Explorer for what is named as programs, libraries and modules are', () => {
    const when = menus['explorer/context']?.[0]?.when ?? '';
    const source = /resourceFilename =~ \/(.*)\/$/.exec(when)?.[1] ?? '';
    const names = [
      'orders',
      'libc.so',
      'libc.so.6',
      'libssl.so.1.1',
      'a.o',
      'nf_nat.ko',
      'x.debug',
    ];
    expect(names.filter(name => !new RegExp(source).test(name))).toEqual([]);
    const others = ['orders.c', 'README.md', '.bashrc', 'a.sofa', 'a.ko.xz', 'main.obj'];
    expect(others.filter(name => new RegExp(source).test(name))).toEqual([]);
  });

  it('hides from the palette what needs a row', () => {
    const alsoWithout: string[] = [commandIds.sweepOrphans, commandIds.showEvents];
    const rowOnly = [...(menus['view/item/context'] ?? []), ...(menus['webview/context'] ?? [])]
      .map(({ command }) => command)
      .filter(command => !alsoWithout.includes(command));
    const hidden = (menus['commandPalette'] ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    expect([...new Set(rowOnly)].sort()).toEqual(hidden.sort());
  });

  it('has its icons, and wakes once VS Code is up, to say which probes a reload took', () => {
    expect(existsSync(join(ROOT, manifest.icon))).toBe(true);
    // Width and height of a PNG are at offset 16 (RFC 2083, 4.1.1).
    const png = readFileSync(join(ROOT, manifest.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
    expect(views[viewIds.container]?.every(({ icon }) => existsSync(join(ROOT, icon)))).toBe(true);
    expect(manifest.activationEvents).toEqual(['onStartupFinished']);
  });
});
