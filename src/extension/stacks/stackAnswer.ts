import type { FromEventsView, ToEventsView } from '../../protocol/eventsView';
import type { EventClient } from '../../workers/eventClient';

/** What a page asks about stacks. */
export type StackQuestion = Extract<FromEventsView, { type: 'stacks' | 'stacksOf' }>;

/** The answer of the event worker. `view`: the page's number. */
export async function stackAnswer(
  worker: Pick<EventClient, 'request'>,
  view: number,
  question: StackQuestion,
): Promise<ToEventsView> {
  if (question.type === 'stacksOf') {
    const { index } = question;
    return {
      type: 'stacksOf',
      index,
      stacks: await worker.request('stacksOf', { view, index }),
    };
  }
  const { schema, direction } = question;
  const found = await worker.request('stackTree', { view, schema, direction });
  return {
    ...{ type: 'stacks', schema, direction, tree: found?.tree ?? null },
    isFiltered: found?.isFiltered ?? false,
    lost: found ? found.strays + found.others : 0,
  };
}
