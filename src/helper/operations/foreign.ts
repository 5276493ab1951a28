import { page } from '../../protocol/batches';
import type { Operation } from './operation';

/** Dynamic events of everybody else, as the kernel lists them. */
export const foreign: Operation<'foreign'> = async (state, { from = 0 }) => {
  const own = new Set(state.probes.all.map(probe => `${probe.system}/${probe.event}`));
  const listed = await (await state.tracefs()).probes();
  const others = listed
    .filter(({ group, event }) => !own.has(`${group}/${event}`))
    .map(({ group, event, line }) => ({ group, event, line }));
  const { items, ...rest } = page(others, from);
  return { probes: items, ...rest };
};
