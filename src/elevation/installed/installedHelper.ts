import { readFile } from 'node:fs/promises';
import type { HelperFile } from '../helperFile';
import { isRootOwned, type Interpreter } from '../interpreter';
import { launcherText, POLICY_TEXT } from './fileTexts';
import { ACTION_FILE, INSTALLED_HELPER, INSTALLED_LAUNCHER } from './places';

/**
 * `none`: nothing is installed. `other`: of another version, or for another Node. `unsafe`: not only root can
 * change it. `ready`: these very bytes, and root's alone.
 */
export type InstalledState = 'none' | 'other' | 'unsafe' | 'ready';

/** What is in the places of the installed helper, compared byte by byte: its files can be read by everybody. */
export async function installedState(
  helper: HelperFile,
  interpreter: Interpreter,
): Promise<InstalledState> {
  const files = [
    [INSTALLED_HELPER, helper.bytes],
    [INSTALLED_LAUNCHER, Buffer.from(launcherText(interpreter))],
    [ACTION_FILE, Buffer.from(POLICY_TEXT)],
  ] as const;
  const found = await Promise.all(files.map(([path]) => readFile(path).catch(() => undefined)));
  if (found.every(bytes => bytes === undefined)) {
    return 'none';
  }
  if (!files.every(([, bytes], at) => found[at]?.equals(bytes))) {
    return 'other';
  }
  const paths = [...files.map(([path]) => path), interpreter.path];
  const owned = await Promise.all(paths.map(path => isRootOwned(path)));
  return owned.every(Boolean) ? 'ready' : 'unsafe';
}
