import type { Limits } from '../../protocol/limits';
import { eachHandle } from './eachHandle';
import type { Operation } from './operation';

/** Gives armed probes more time, added to what each has left; one without an end stays without. */
export const extend: Operation<'extend'> = (state, { handles, seconds }, task) =>
  eachHandle(state, handles, task, probe => {
    state.guard.extend(probe, seconds);
    state.audit.extended(probe, seconds);
    return Promise.resolve();
  });

/** Changes when probes are disarmed; what is left of their time stays. */
export const limit: Operation<'limit'> = (state, { handles, ...changes }, task) =>
  eachHandle(state, handles, task, probe => {
    state.guard.limit(probe, changed(probe.limits ?? {}, changes), changes.maxHits !== undefined);
    return Promise.resolve();
  });

type Changes = { readonly [K in keyof Limits]?: Limits[K] | null };

function changed(limits: Limits, changes: Changes): Limits {
  const kept = Object.entries({ ...limits, ...changes }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return Object.fromEntries(kept);
}
