import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { desktopCode, openDesktop } from '../../../scripts/desktop.mjs';

/** In place of a desktop VS Code: keeps its arguments, and ends as it is told. */
const FAKE_CODE = '#!/bin/sh\nprintf "%s\\n" "$@" >>"$0.calls"\nexit "${FAKE_CODE_EXIT:-0}"\n';

describe('the code on PATH', () => {
  let bin: string;
  const said: string[] = [];
  beforeEach(async () => {
    bin = await mkdtemp(join(tmpdir(), 'probescope-code-'));
    vi.spyOn(console, 'log').mockImplementation(text => said.push(String(text)));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    said.length = 0;
    await rm(bin, { recursive: true });
  });
  const env = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    PATH: `${bin}:/usr/bin:/bin`,
    ...more,
  });
  const putFakeCode = () => writeFile(join(bin, 'code'), FAKE_CODE, { mode: 0o755 });

  it('opens the example with the extension of this repository', async () => {
    await putFakeCode();
    const code = await desktopCode(env({ DISPLAY: ':0' }));
    expect(code?.[0]).toBe('code');
    await openDesktop(code ?? [], env({ DISPLAY: ':0' }));
    const calls = (await readFile(join(bin, 'code.calls'), 'utf8')).split('\n');
    expect(calls).toContain('--version');
    expect(calls).toContain(`--extensionDevelopmentPath=${resolve('.')}/`);
    expect(calls).toContain(`${resolve('examples/orders')}/`);
    expect(calls.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  });

  it('is none when there is none', async () => {
    expect(await desktopCode({ PATH: bin, DISPLAY: ':0' })).toBeUndefined();
    expect(said).toEqual([]);
  });

  it.each([
    ['no display', {}, 'there is no display'],
    ['a remote terminal', { DISPLAY: ':0', VSCODE_IPC_HOOK_CLI: '/run/x' }, 'window around it'],
    ['a code that fails', { DISPLAY: ':0', FAKE_CODE_EXIT: '3' }, 'it ended with 3'],
  ])('is not used with %s, and that is said', async (_, more, reason) => {
    await putFakeCode();
    expect(await desktopCode(env(more))).toBeUndefined();
    expect(said.join()).toContain(reason);
  });
});
