// The desktop VS Code that may be installed.
import { run } from './run.mjs';
import { EXAMPLE } from './example.mjs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * The `code` on PATH, when it can open a window here: not without a display, not for root (it refuses), and not the `code`
 * of a remote terminal, which only talks to its window.
 * @returns {Promise<string | undefined>}
 */
export async function desktopCode() {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI } = process.env;
  if (!(DISPLAY || WAYLAND_DISPLAY) || VSCODE_IPC_HOOK_CLI || process.getuid?.() === 0) {
    return undefined;
  }
  const { code } = await run(['code', '--version'], { timeout: 20_000 });
  return code === 0 ? 'code' : undefined;
}

/** Opens a window on the example with the extension of this repository, and waits until it is closed. */
export async function openDesktop(code) {
  console.log(
    'Opening VS Code on the example; right-click the file `orders` and choose Show Symbols.',
  );
  await run([code, '--wait', '--new-window', `--extensionDevelopmentPath=${ROOT}`, EXAMPLE], {
    echo: true,
  });
}
