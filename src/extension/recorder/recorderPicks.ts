import * as vscode from 'vscode';
import { filterPick } from '../filters/filterPick';
import { filterRefusal } from '../filters/filterSentences';
import type { FilterService } from '../filters/filterService';
import { eventLabel } from '../liveEvents/liveEvents';
import { labelText } from '../pickers/itemText';
import { HelperError } from '../../protocol/helperError';
import type { OwnedProbe } from '../session/ownedProbe';
import { rateText } from '../text/numbers';
import { secondsHeld } from './holdEstimate';
import type { RecorderChoice } from './recorder';
import { durationText, type RecorderStyle } from './recorderText';

/** Rooms to choose from, in KiB per CPU. */
const ROOMS = [1024, 4096, 16_384, 65_536, 131_072];

/** Asks how much is kept; undefined where the user goes back. */
export async function pickRoom(
  probes: readonly OwnedProbe[],
  style: RecorderStyle,
): Promise<number | undefined> {
  const { t, locale } = style;
  const rate = probes.reduce((sum, probe) => sum + (probe.rate ?? 0), 0);
  const items = ROOMS.map(bufferKib => {
    const seconds = secondsHeld(bufferKib, probes);
    return {
      label: t('{0} MiB for each CPU', bufferKib / 1024),
      description:
        seconds === undefined
          ? ''
          : t('at {0} about {1}', rateText(rate, t, locale), durationText(seconds, style)),
      bufferKib,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Start Flight Recorder'),
    placeHolder: t('How much is kept: the newest calls overwrite the oldest'),
  });
  return picked?.bufferKib;
}

/** Asks what freezes it: nothing but a hand, or a probe; undefined where the user goes back. */
export async function pickFreeze(
  probes: readonly OwnedProbe[],
  { t }: RecorderStyle,
): Promise<{ readonly probe?: OwnedProbe } | undefined> {
  const items: (vscode.QuickPickItem & { readonly probe?: OwnedProbe })[] = [
    {
      label: t('Freeze by hand'),
      detail: t('Freeze Flight Recorder Now, in the status bar and the palette'),
    },
    ...probes.map(probe => ({
      label: t('Freeze when {0} is called…', labelText(eventLabel(probe.request))),
      detail: t('At any call, or at one that a condition is true of'),
      probe,
    })),
  ];
  return vscode.window.showQuickPick(items, {
    title: t('Start Flight Recorder'),
    placeHolder: t('What freezes it'),
  });
}

/**
 * Asks for the condition and starts, so that what the kernel says of the condition can be corrected. Rejects
 * with a `HelperError`.
 */
export async function startWithCondition(
  probe: OwnedProbe,
  bufferKib: number,
  filters: FilterService,
  start: (choice: RecorderChoice) => Promise<void>,
): Promise<void> {
  const { t } = vscode.l10n;
  const name = eventLabel(probe.request);
  await filterPick({
    title: t('Freeze when {0} is called', name),
    filter: undefined,
    words: {
      none: t('Freeze at the Next Call'),
      set: filter => t('Freeze at a Call Where {0}', filter),
      detail: t('What is recorded up to it, with the call itself, is shown'),
    },
    fields: await filters.fields(probe),
    set: async filter => {
      const freeze = {
        handle: probe.probe.handle,
        ...(filter !== undefined && { filter }),
        label: filter === undefined ? name : t('{0} if {1}', name, filter),
      };
      try {
        await start({ bufferKib, freeze });
        return undefined;
      } catch (error) {
        if (error instanceof HelperError && error.code === 'invalidInput') {
          return filterRefusal(error, t);
        }
        throw error;
      }
    },
  });
}
