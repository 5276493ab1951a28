import { page } from '../../protocol/batches';
import { HitRows } from '../hitRows';
import type { Operation } from './operation';

/** Hits since each probe was made. */
export const hits: Operation<'hits'> = async (state, { from = 0 }) => {
  const { all } = state.probes;
  const rows = await HitRows.read(await state.tracefs(), all);
  const { items, ...rest } = page(
    all.map(probe => ({ handle: probe.handle, ...rows.total(probe) })),
    from,
  );
  return { counts: items, ...rest };
};
