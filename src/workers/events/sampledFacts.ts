import type { SampledFacts } from '../../events/summary';
import type { ColumnFacts } from '../../events/valueCounts';
import type { Capture } from './capture';

/**
 * Of how many events a summary is, where not of all. A recording has no events but those that were kept when it
 * was saved, so that nothing in it is counted over all.
 * @param whole columns that are counted as events come; undefined where a filter leaves some out
 */
export function sampledFacts(
  { store, isOver }: Pick<Capture, 'store' | 'isOver'>,
  whole: ReadonlyMap<string, ColumnFacts> | undefined,
): SampledFacts | undefined {
  const { sampling, held, losses } = store;
  const isSampled = sampling.kept < sampling.of;
  const { kept, of } = isOver
    ? { kept: held, of: isSampled ? sampling.of : held + losses.dropped }
    : sampling;
  const isWhole = whole !== undefined && !isOver;
  return kept < of
    ? { kept, of, whole: isWhole ? [...whole.keys()] : [], areRatesWhole: isWhole }
    : undefined;
}
