import { parseStackFormat } from '../../events/stacks/stackFormat';
import type { Stack } from '../../events/stacks/stackRecords';
import { stackTree } from '../../events/stacks/stackTree';
import type { CallStack, StackRequests } from '../callers/callerRequests';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';

/** The stacks that were recorded with events. */
export function stackHandlers(session: EventSession) {
  return {
    recordStacks({ formats }: StackRequests['recordStacks']['params']): null {
      const known = formats.flatMap(text => parseStackFormat(text) ?? []);
      session.capture.callers.recordStacks(known);
      return null;
    },

    stackTree({
      schema,
      direction,
    }: StackRequests['stackTree']['params']): StackRequests['stackTree']['result'] {
      const { store, callers } = session.capture;
      const { stacks: records } = store;
      const counts = records?.counts(schema) ?? [];
      if (!records || counts.length === 0) {
        return null;
      }
      const names = new Map<number, readonly string[]>();
      const framesOf = (number: number): readonly string[] => {
        const stack = records.stack(number);
        const frames = names.get(number) ?? (stack ? callers.stacks.functions(stack) : []);
        names.set(number, frames);
        return frames;
      };
      const named = counts.map(({ kernel, user, count }) => ({
        // The kernel's stack is above the program's.
        frames: [...framesOf(kernel), ...framesOf(user)],
        count,
      }));
      const { name } = store.tables[schema]?.format ?? { name: '' };
      return { tree: stackTree(name, named, direction), ...records.losses };
    },

    stacksOf({ view: number, index }: StackRequests['stacksOf']['params']): readonly CallStack[] {
      const { capture } = session;
      const { store, callers } = capture;
      const position = capture.shown(number).view.position(index);
      const { kernel = 0, user = 0 } =
        store.stacks?.of(store.order.table(position), store.order.row(position)) ?? {};
      const stacks: (Stack | undefined)[] = [kernel, user].map(each => store.stacks?.stack(each));
      return stacks.flatMap(stack =>
        stack ? [{ isKernel: stack.isKernel, frames: callers.stacks.addresses(stack) }] : [],
      );
    },
  } satisfies Handlers<keyof StackRequests>;
}
