import { setFilter } from '../setFilter';
import type { Operation } from './operation';

/** Which of a probe's records are captured; on a refusal the old filter stays. */
export const filter: Operation<'filter'> = async (state, params) => {
  const probe = state.probes.get(params.handle);
  await setFilter(state, probe, params.filter ?? undefined);
  return { filter: probe.filter ?? null };
};
