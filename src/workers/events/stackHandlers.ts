import { parseStackFormats } from '../../events/stacks/stackFormat';
import { stackTree } from '../../events/stacks/stackTree';
import type { CallStack, StackRequests } from '../callers/callerRequests';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';
import { shownStacks } from './shownStacks';

/** The stacks that were recorded with events. */
export function stackHandlers(session: EventSession) {
  return {
    recordStacks({ formats }: StackRequests['recordStacks']['params']): null {
      session.capture.callers.recordStacks(parseStackFormats(formats));
      return null;
    },

    stackTree({
      schema,
      direction,
    }: StackRequests['stackTree']['params']): StackRequests['stackTree']['result'] {
      const { capture } = session;
      const records = shownStacks(capture);
      const counts = records?.counts(schema) ?? [];
      if (!records || counts.length === 0) {
        return null;
      }
      const names = new Map<number, readonly string[]>();
      const framesOf = (number: number): readonly string[] => {
        const frames = names.get(number) ?? records.stack(number)?.functions ?? [];
        names.set(number, frames);
        return frames;
      };
      const named = counts.map(({ kernel, user, count }) => ({
        // The kernel's stack is above the program's.
        frames: [...framesOf(kernel), ...framesOf(user)],
        count,
      }));
      const { name } = capture.store.tables[schema]?.format ?? { name: '' };
      return { tree: stackTree(name, named, direction), ...records.losses };
    },

    stacksOf({ view: number, index }: StackRequests['stacksOf']['params']): readonly CallStack[] {
      const { capture } = session;
      const { order } = capture.store;
      const position = capture.shown(number).view.position(index);
      const stacks = shownStacks(capture);
      const { kernel = 0, user = 0 } = stacks?.of(order.table(position), order.row(position)) ?? {};
      return [kernel, user].flatMap(each => {
        const stack = stacks?.stack(each);
        return stack ? [{ isKernel: stack.isKernel, frames: stack.addresses }] : [];
      });
    },
  } satisfies Handlers<keyof StackRequests>;
}
