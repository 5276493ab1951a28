import type { StackCount } from '../../events/stacks/stackRecords';
import { parseStackFormats } from '../../events/stacks/stackFormat';
import { stackTree } from '../../events/stacks/stackTree';
import type { CallStack, StackRequests } from '../callers/callerRequests';
import type { Capture } from './capture';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';
import type { ShownStacks } from './recordedStacks';
import { shownStacks } from './shownStacks';

/** The stacks that were recorded with events. */
export function stackHandlers(session: EventSession) {
  return {
    recordStacks({ formats }: StackRequests['recordStacks']['params']): null {
      session.capture.callers.recordStacks(parseStackFormats(formats));
      return null;
    },

    async stackTree({
      view: number,
      schema,
      direction,
    }: StackRequests['stackTree']['params']): Promise<StackRequests['stackTree']['result']> {
      const { capture } = session;
      capture.pairUp();
      const records = shownStacks(capture);
      const found = records && (await stackCounts(capture, records, number, schema));
      if (!records || !found || (found.counts.length === 0 && !found.isFiltered)) {
        return null;
      }
      const { counts, isFiltered } = found;
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
      return { tree: stackTree(name, named, direction), isFiltered, ...records.losses };
    },

    stacksOf({ view: number, index }: StackRequests['stacksOf']['params']): readonly CallStack[] {
      const { capture } = session;
      const { order } = capture.store;
      const position = capture.shown(number).view.position(index);
      const stacks = shownStacks(capture);
      // Not all recordings say where their texts are.
      const isPlaced = !capture.recordedStacks || capture.recordedPlaces !== undefined;
      const placed = isPlaced ? ({ isPlaced } as const) : {};
      const { kernel = 0, user = 0 } = stacks?.of(order.table(position), order.row(position)) ?? {};
      return [kernel, user].flatMap(each => {
        const stack = stacks?.stack(each);
        return stack ? [{ isKernel: stack.isKernel, frames: stack.addresses, ...placed }] : [];
      });
    },
  } satisfies Handlers<keyof StackRequests>;
}

/** Of what the view shows by the time it is counted: another filter begins anew. */
async function stackCounts(
  capture: Capture,
  stacks: ShownStacks,
  view: number | undefined,
  schema: number,
): Promise<{ readonly counts: readonly StackCount[]; readonly isFiltered: boolean }> {
  const shown = capture.shown(view);
  for (;;) {
    const isFiltered = !shown.view.isWhole;
    const all = isFiltered ? undefined : stacks.counts?.(schema);
    const counts = all ?? (await shown.stacksOf(schema, stacks).count(capture.isQuiet()));
    if (counts) {
      return { counts, isFiltered };
    }
  }
}
