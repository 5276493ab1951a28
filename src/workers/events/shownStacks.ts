import type { Capture } from './capture';
import type { ShownStacks } from './recordedStacks';

/** Undefined where no stacks were recorded. */
export function shownStacks({ store, callers, recordedStacks }: Capture): ShownStacks | undefined {
  const { stacks: records } = store;
  return (
    recordedStacks ??
    (records && {
      counts: table => records.counts(table),
      of: (table, row) => records.of(table, row),
      losses: records.losses,
      stack(number) {
        const stack = records.stack(number);
        return (
          stack && {
            isKernel: stack.isKernel,
            functions: callers.stacks.functions(stack),
            addresses: callers.stacks.addresses(stack),
          }
        );
      },
    })
  );
}
