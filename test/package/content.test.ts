import { beforeAll, describe, expect, it } from 'vitest';
import { TARGETS } from '../../scripts/nativePackage.mjs';
import { packageAll } from '../../scripts/package.mjs';
import { readZip } from '../../scripts/zip.mjs';

/** Every file a VSIX may hold, without the native module. The package is a list, not what happens to lie about. */
const CONTENT = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
  'extension/changelog.md',
  'extension/dist/elevator.js',
  'extension/dist/eventWorker.js',
  'extension/dist/extension.js',
  'extension/dist/helper.js',
  'extension/dist/iced_x86_bg.wasm',
  'extension/dist/node_modules/ffi-rs/index.js',
  'extension/dist/node_modules/ffi-rs/package.json',
  'extension/dist/symbolWorker.js',
  'extension/dist/webview/codicon.ttf',
  'extension/dist/webview/eventsView.css',
  'extension/dist/webview/eventsView.js',
  'extension/dist/webview/symbolsEditor.css',
  'extension/dist/webview/symbolsEditor.js',
  'extension/l10n/bundle.l10n.json',
  'extension/media/icon.png',
  'extension/media/probescope.svg',
  'extension/media/walkthrough/attach.md',
  'extension/media/walkthrough/diagnose.md',
  'extension/media/walkthrough/remove.md',
  'extension/media/walkthrough/watch.md',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

/** e_machine of the native module: EM_X86_64 and EM_AARCH64 of the ELF specification. */
const MACHINES: Record<string, number> = { 'linux-x64': 62, 'alpine-x64': 62, 'linux-arm64': 183 };

describe.each(Object.entries(TARGETS))('the VSIX for %s', (target, native) => {
  let files: Map<string, Buffer>;
  beforeAll(async () => {
    const [file = ''] = await packageAll([target]);
    files = await readZip(file);
  });
  const text = (name: string): string => files.get(name)?.toString('utf8') ?? '';

  it('holds what runs and nothing else', () => {
    const folder = `extension/dist/node_modules/@yuuang/ffi-rs-${native}`;
    const expected = [...CONTENT, `${folder}/package.json`, `${folder}/ffi-rs.${native}.node`];
    expect([...files.keys()].sort()).toEqual(expected.sort());
  });

  it('is marked for its platform, and its native module is for that machine', () => {
    expect(text('extension.vsixmanifest')).toContain(`TargetPlatform="${target}"`);
    const module = [...files].find(([name]) => name.endsWith('.node'))?.[1];
    expect(module?.subarray(0, 4)).toEqual(Buffer.from('\x7fELF'));
    expect(module?.readUInt16LE(18)).toBe(MACHINES[target]);
  });

  it('names the licences of what it carries', () => {
    const notices = text('extension/ThirdPartyNotices.txt');
    for (const name of [
      '@vscode/codicons',
      'ffi-rs',
      'gecko-profiler-demangle',
      'iced-x86',
      'uplot',
      'valibot',
      'vscode-jsonrpc',
      '@vscode/sudo-prompt',
    ]) {
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
    expect(notices).toContain('Anthony Green, Red Hat, Inc and others');
    expect(notices).not.toContain('undefined');
  });

  it('carries no source map and no path of the machine that built it', () => {
    for (const [name, content] of files) {
      if (name.endsWith('.js')) {
        expect(content.includes('sourceMappingURL='), name).toBe(false);
        expect(content.includes(process.cwd()), name).toBe(false);
      }
    }
  });
});
