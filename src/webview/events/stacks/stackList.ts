import type { StackStrings, ViewStack } from '../../../protocol/stacksView';
import { element } from '../../shared/dom';
import { isInFile } from '../callSite';

/**
 * The stacks of one event, the innermost function first.
 * @param goTo the source of a frame of the program
 */
export function stackList(
  stacks: readonly ViewStack[],
  strings: StackStrings,
  goTo: (frame: number) => void,
): HTMLElement[] {
  return stacks.flatMap(({ isKernel, frames, isPlaced = false }) => [
    element('h3', { text: isKernel ? strings.kernel : strings.program }),
    element(
      'ol',
      { className: 'stack' },
      ...frames.map((frame, at) =>
        isPlaced && !isKernel && isInFile(frame)
          ? element(
              'li',
              {},
              frameButton(frame, strings, () => goTo(at)),
            )
          : element('li', { text: frame, attributes: { title: frame } }),
      ),
    ),
  ]);
}

function frameButton(frame: string, { callSite }: StackStrings, press: () => void): HTMLElement {
  const attributes = { title: `${frame}\n${callSite}` };
  const button = element('button', { className: 'frame', text: frame, attributes });
  button.addEventListener('click', press);
  return button;
}
