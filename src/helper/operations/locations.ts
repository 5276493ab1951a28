import { page } from '../../protocol/batches';
import { canonicalLine } from '../canonicalLine';
import { HitRows } from '../hitRows';
import type { Operation } from './operation';

/** The places of one probe, in the order in which they were given. */
export const locations: Operation<'locations'> = async (state, { handle, from = 0 }) => {
  const probe = state.probes.get(handle);
  const counts = (await HitRows.read(await state.tracefs(), [probe])).each(probe);
  const further = (probe.made?.more ?? []).map(({ definition, line }) => ({
    written: line,
    canonical: canonicalLine(definition),
  }));
  const { items, ...rest } = page(
    [{ written: probe.written, canonical: probe.canonical }, ...further].map((lines, index) => ({
      ...lines,
      hits: counts[index]?.hits ?? null,
      ...(counts[index]?.misses === undefined ? {} : { misses: counts[index].misses }),
    })),
    from,
  );
  return { locations: items, ...rest };
};
