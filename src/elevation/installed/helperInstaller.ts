import { ElevationError } from '../elevationError';
import { HelperFile } from '../helperFile';
import type { CommandEnd } from '../launch/runningCommand';
import { SocketDirectory } from '../launch/socketDirectory';
import { cancelled } from '../launch/waitForHelper';
import type { LaunchSettings } from '../strategies/launchSettings';
import type { SocketStrategy } from '../strategies/socketStrategy';
import { installedState, type InstalledState } from './installedHelper';
import { ACTIONS_FOLDER, INSTALLED_FOLDER } from './places';
import { isRootsPlace } from './rootsPlace';
import { INSTALL_EXIT, installCommand, removeCommand } from './rootScripts';

/** What is written into a script as it is. */
const PLAIN_PATH = /^\/[\w./+-]+$/;

/** Puts the helper where only root can change it, and takes it away again. */
export class HelperInstaller {
  constructor(
    private readonly settings: LaunchSettings,
    private readonly helperPath: string,
  ) {}

  /** What is installed now. @throws ElevationError `tampered`, `interpreter` */
  async state(): Promise<InstalledState> {
    const { interpreter } = await this.settings.forLaunch();
    return installedState(await HelperFile.read(this.helperPath), interpreter);
  }

  /** @throws ElevationError of that way; `interpreter` where not only root can change the Node that root would run. */
  async install(way: SocketStrategy, signal: AbortSignal): Promise<void> {
    const { interpreter } = await this.settings.forLaunch();
    if (!interpreter.rootOwned || !PLAIN_PATH.test(interpreter.path)) {
      throw new ElevationError(
        'interpreter',
        `The installed helper needs a Node that only root can change, unlike ${interpreter.path}: name one in the setting probescope.helper.nodePath.`,
      );
    }
    // Before: what root put where others can change it would be run as root after the next password.
    for (const folder of [INSTALLED_FOLDER, ACTIONS_FOLDER]) {
      if (!(await isRootsPlace(folder))) {
        throw notRootsAlone(folder);
      }
    }
    const helper = await HelperFile.read(this.helperPath);
    const directory = await SocketDirectory.create(helper);
    try {
      await runToEnd(way, installCommand(directory.helperPath, helper, interpreter), signal);
    } finally {
      await directory.remove();
    }
    const state = await installedState(helper, interpreter);
    if (state !== 'ready') {
      throw new ElevationError(
        'otherHelper',
        'The helper was installed, but is not as it was put there: install it again.',
        state,
      );
    }
  }

  /** @throws ElevationError of that way */
  async remove(way: SocketStrategy, signal: AbortSignal): Promise<void> {
    await runToEnd(way, removeCommand(), signal);
  }
}

function notRootsAlone(folder: string): ElevationError {
  return new ElevationError(
    'otherHelper',
    `Others than root can change ${folder} or a folder above it: let root alone write to them.`,
    folder,
  );
}

async function runToEnd(
  way: SocketStrategy,
  argv: readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<void> {
  const isCancelled = (): boolean => signal.aborted;
  if (isCancelled()) {
    throw cancelled();
  }
  const command = await way.run(argv);
  const stop = (): void => {
    command.stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  const end = await command.ended;
  signal.removeEventListener('abort', stop);
  if (end.exitCode !== 0) {
    throw isCancelled() ? cancelled() : (refusal(end) ?? way.explain(end));
  }
}

function refusal({ exitCode, output }: CommandEnd): ElevationError | undefined {
  switch (exitCode) {
    case INSTALL_EXIT.noPolkit:
      return new ElevationError(
        'noPkexec',
        'There is no folder of polkit actions (/usr/share/polkit-1/actions): install polkit.',
        output,
      );
    case INSTALL_EXIT.notWritable:
      return new ElevationError(
        'otherHelper',
        'Root cannot write to /usr/local/libexec or /usr/share/polkit-1/actions: on a read-only system the helper cannot be installed.',
        output,
      );
    default:
      return undefined;
  }
}
