// The desktop VS Code that may be installed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXAMPLE } from './example.mjs';
import { must, run } from './run.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** VS Code starts for root only so: its sandbox does not work there, and root's files are not to mix with a user's. */
const AS_ROOT = ['--no-sandbox', '--user-data-dir', join(ROOT, 'out/desktop')];

/**
 * The `code` on PATH, as the beginning of a command, when it can open a window here. Says why it is not used when it is there.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<readonly string[] | undefined>}
 */
export async function desktopCode(env = process.env) {
  const argv = ['code', ...(process.getuid?.() === 0 ? AS_ROOT : [])];
  const { code } = await run([...argv, '--version'], { env, timeout: 20_000 });
  if (code === 127) {
    return undefined;
  }
  const obstacle = code === 0 ? obstacleIn(env) : `it ended with ${code}`;
  if (obstacle === undefined) {
    return argv;
  }
  console.log(`The \`code\` on PATH cannot open a window (${obstacle}): a VS Code server instead.`);
  return undefined;
}

/** @param {NodeJS.ProcessEnv} env */
function obstacleIn({ DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME, VSCODE_IPC_HOOK_CLI }) {
  if (VSCODE_IPC_HOOK_CLI) {
    return 'in this terminal it only talks to the window around it';
  }
  return DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME ? undefined : 'there is no display';
}

/**
 * Opens a window on the example with the extension of this repository, and waits until it is closed.
 * @param {readonly string[]} code what `desktopCode` gave
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function openDesktop(code, env = process.env) {
  console.log(
    'Opening VS Code on the example; right-click the file `orders` and choose Show Symbols.',
  );
  const options = ['--wait', '--new-window', `--extensionDevelopmentPath=${ROOT}`];
  await must([...code, ...options, EXAMPLE], { env, echo: true });
}
