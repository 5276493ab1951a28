import { access } from 'node:fs/promises';
import { release } from 'node:os';

/** What VS Code's extensions run in, as far as it decides which way to root there is. */
export type Environment =
  | 'flatpak'
  | 'snap'
  | 'appImage'
  | 'container'
  | 'wsl1'
  | 'wsl'
  | 'remote'
  | 'codeServer'
  | 'plain';

/** What gives an environment away; given in tests. */
export interface Traces {
  readonly env: NodeJS.ProcessEnv;
  /** The program that runs this. */
  readonly execPath: string;
  /** What `uname -r` says. */
  readonly kernel: string;
  /** VS Code's own word (`vscode.env.remoteName`): `ssh-remote`, `wsl`, `dev-container`… */
  readonly remote: string | undefined;
  readonly exists: (path: string) => Promise<boolean>;
}

/** Those of this process. */
export function tracesHere(remote: string | undefined): Traces {
  const exists = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );
  return { env: process.env, execPath: process.execPath, kernel: release(), remote, exists };
}

/** The innermost comes first: a container on a WSL machine, reached over ssh, is a container. */
export async function detectEnvironment(traces: Traces): Promise<Environment> {
  const { env, execPath, remote, exists } = traces;
  if (await exists(FLATPAK_MARK)) {
    return 'flatpak';
  }
  // Not by SNAP alone: every program started from a snap's terminal inherits it.
  if (/^(\/var\/lib\/snapd)?\/snap\//.test(execPath)) {
    return 'snap';
  }
  if (env['APPIMAGE'] !== undefined) {
    return 'appImage';
  }
  if (await isContainer(traces)) {
    return 'container';
  }
  if (/microsoft/i.test(traces.kernel) || env['WSL_DISTRO_NAME'] !== undefined) {
    // WSL 1 calls itself 4.4.0-19041-Microsoft, WSL 2 5.15.153.1-microsoft-standard-WSL2.
    return /-Microsoft$/.test(traces.kernel) ? 'wsl1' : 'wsl';
  }
  if (remote === 'ssh-remote' || remote === 'tunnel') {
    return 'remote';
  }
  return remote === undefined ? 'plain' : 'codeServer';
}

/** In every Flatpak (flatpak-metadata(5)). */
export const FLATPAK_MARK = '/.flatpak-info';

async function isContainer({ env, remote, exists }: Traces): Promise<boolean> {
  return (
    ['dev-container', 'attached-container', 'codespaces'].includes(remote ?? '') ||
    ['REMOTE_CONTAINERS', 'CODESPACES', 'container'].some(name => env[name] !== undefined) ||
    (await exists('/.dockerenv')) ||
    exists('/run/.containerenv')
  );
}
