import { HelperError } from '../../protocol/helperError';
import { helperFiles } from '../targets/processFile';
import type { UserSymbol } from './attachRequest';
import type { HelperRequests } from './helperAccess';

/** How long what the helper said of a process holds, in ms: each look is a line of its log. */
const HOLDS_MS = 30_000;

/**
 * What the helper tells of a file that only another user's process leads to. It looks up no path for us, so what
 * took the place of a removed file is not known.
 *
 * - `there`: the process runs it, and it has a name.
 * - `removed`: it has none any more, or another file has that.
 * - `unknown`: the process ended or runs it no more, or there is no helper to ask.
 */
export type HiddenFile = 'there' | 'removed' | 'unknown';

/** Asks the helper about files of other users' processes, not too often. */
export class HiddenFiles {
  private readonly known = new Map<string, { readonly at: number; readonly is: HiddenFile }>();

  /** @param helper one that runs already; none is started for this */
  constructor(private readonly helper: () => HelperRequests | undefined) {}

  async look(target: UserSymbol): Promise<HiddenFile> {
    const { process, device, inode } = target;
    const key = [process?.pid, process?.start, device, inode].join(' ');
    const known = this.known.get(key);
    if (known && performance.now() - known.at < HOLDS_MS) {
      return known.is;
    }
    const is = await this.ask(target);
    this.known.set(key, { at: performance.now(), is });
    return is;
  }

  private async ask({ process, device, inode }: UserSymbol): Promise<HiddenFile> {
    const helper = this.helper();
    if (!helper || !process) {
      return 'unknown';
    }
    try {
      const files = await helperFiles(helper, process);
      const file = files.find(each => each.device === device && each.inode === inode);
      return !file ? 'unknown' : file.deleted ? 'removed' : 'there';
    } catch (error) {
      if (error instanceof HelperError) {
        return 'unknown';
      }
      throw error;
    }
  }
}
