import { page } from '../../protocol/batches';
import type { Operation } from './operation';

/** Searches the static tracepoints, those of system calls included, as `system:event`. */
export const tracepoints: Operation<'tracepoints'> = async (state, { text, limit }) => {
  const wanted = text.toLowerCase();
  const found = (await state.staticEvents.get())
    .filter(({ group, name }) => `${group}:${name}`.toLowerCase().includes(wanted))
    .map(({ group, name }) => ({ system: group, event: name }));
  return { tracepoints: page(found.slice(0, limit), 0).items, total: found.length };
};
