import * as vscode from 'vscode';
import { viewIds } from '../manifest/views';
import { probesText } from '../text/numbers';
import type { ProbeWork } from './probeService';

/** After this many milliseconds work is named in the status bar. */
const SHORT_WORK = 500;

/**
 * Progress until `work` settles: a moving line over the Probes view at once, and `title` in the status bar when it takes
 * longer, as the view may be hidden. The kernel waits a grace period for each probe that it stops.
 */
export function workProgress<T>(work: Promise<T>, title: string): Promise<T> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  const show = (options: vscode.ProgressOptions): void =>
    void vscode.window.withProgress(options, () => settled);
  show({ location: { viewId: viewIds.probes } });
  const late = setTimeout(
    () => show({ location: vscode.ProgressLocation.Window, title }),
    SHORT_WORK,
  );
  return work.finally(() => clearTimeout(late));
}

/** What is being done to how many probes: `Removing 20 probes`. */
export function workTitle(work: ProbeWork, count: number): string {
  const probes = probesText(count, vscode.l10n.t, vscode.env.language);
  switch (work) {
    case 'create':
      return vscode.l10n.t('Attaching {0}', probes);
    case 'rearm':
      return vscode.l10n.t('Re-arming {0}', probes);
    case 'enable':
      return vscode.l10n.t('Starting {0}', probes);
    case 'disable':
      return vscode.l10n.t('Stopping {0}', probes);
    case 'remove':
      return vscode.l10n.t('Removing {0}', probes);
  }
}
