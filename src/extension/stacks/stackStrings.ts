import type { StackStrings } from '../../protocol/stacksView';
import type { Translate } from '../text/translate';

/** Text of the Live Events page about callers and stacks. */
export function stackStrings(t: Translate): StackStrings {
  return {
    title: t('Stacks'),
    of: t('Stacks of'),
    direction: t('Where the tree begins'),
    callers: t('Who called it'),
    calls: t('From the start of the program'),
    none: t(
      'No stack was recorded with this probe: choose Record Stacks in its context menu, in the tree of probes.',
    ),
    note: t(
      'The kernel follows frame pointers, 8 frames at most: code built without them breaks the chain. A tail call hides the function that made it.',
    ),
    whole: t('All since the capture began.'),
    filtered: t('Of the events that fit the filter.'),
    noneFits: t('No event with a stack fits the filter.'),
    lost: t('{0} stacks without their event, or too many to be told apart'),
    share: t('{0} calls, {1}'),
    callSite: t('Go to Call Site'),
    callSiteNote: t('A tail call hides the function that made it: the one before it is named.'),
    program: t('Stack of the program'),
    kernel: t('Stack of the kernel'),
  };
}
