import { page } from '../../protocol/batches';
import { byName } from '../listedEvents';
import type { Operation } from './operation';

/** Dynamic events of everybody else, as the kernel lists them; of several places the first is shown. */
export const foreign: Operation<'foreign'> = async (state, { from = 0 }) => {
  const own = new Set(state.probes.all.map(probe => `${probe.system}/${probe.event}`));
  const listed = await (await state.tracefs()).probes();
  const others = byName(listed).flatMap(([first, ...more]) =>
    first === undefined || own.has(`${first.group}/${first.event}`)
      ? []
      : [
          {
            group: first.group,
            event: first.event,
            line: first.line,
            ...(more.length === 0 ? {} : { locations: more.length + 1 }),
          },
        ],
  );
  const { items, ...rest } = page(others, from);
  return { probes: items, ...rest };
};
