import type { StackStrings, ViewStack } from '../../../protocol/stacksView';
import { element } from '../../shared/dom';

/** The stacks of one event, the innermost function first. */
export function stackList(stacks: readonly ViewStack[], strings: StackStrings): HTMLElement[] {
  return stacks.flatMap(({ isKernel, frames }) => [
    element('h3', { text: isKernel ? strings.kernel : strings.program }),
    element(
      'ol',
      { className: 'stack' },
      ...frames.map(frame => element('li', { text: frame, attributes: { title: frame } })),
    ),
  ]);
}
