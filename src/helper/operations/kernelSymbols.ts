import { page } from '../../protocol/batches';
import { findsName } from '../nameGlob';
import type { Operation } from './operation';

/**
 * Searches the functions a kprobe may be put on: by a pattern with `*` and `?`, or a part of the name;
 * those that start with it come first.
 */
export const kernelSymbols: Operation<'kernelSymbols'> = async (
  state,
  { text, limit, from = 0 },
) => {
  const { functions, source } = await state.kernelFunctions.get();
  const wanted = text.toLowerCase();
  const found = functions.filter(({ name }) => findsName(wanted, name.toLowerCase()));
  found.sort((a, b) => rank(a.name, wanted) - rank(b.name, wanted));
  return { symbols: page(found.slice(from, from + limit), 0).items, total: found.length, source };
};

/** Is the function there, and may it be probed? Several modules may have one of the same name. */
export const kernelSymbol: Operation<'kernelSymbol'> = async (state, { symbol }) => {
  const { functions } = await state.kernelFunctions.get();
  const matches = functions.filter(({ name }) => name === symbol);
  return { matches: page(matches, 0).items };
};

function rank(name: string, wanted: string): number {
  const lower = name.toLowerCase();
  return lower === wanted ? 0 : lower.startsWith(wanted) ? 1 : 2;
}
