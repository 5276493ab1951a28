import { page } from '../../protocol/batches';
import { describe } from '../ownedProbe';
import type { Operation } from './operation';

/** This connection's probes, in the order they were made. */
export const list: Operation<'list'> = (state, { from = 0 }) => {
  const { items, ...rest } = page(state.probes.all.map(describe), from);
  return Promise.resolve({ probes: items, scope: state.scope.current.kind, ...rest });
};
