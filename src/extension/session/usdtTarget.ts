import type { Argument } from '../../protocol/probes';

/** A further site of a USDT probe. */
export interface UsdtPlace {
  /** File offset. */
  readonly offset: bigint;
  /** File offset of its semaphore. */
  readonly refCtrOffset?: bigint;
  /** As many and of the same names and types as at the first site. */
  readonly args: readonly Argument[];
}

/** What makes a place of a file a USDT probe: `UserSymbol` is its first site. */
export interface UsdtTarget {
  readonly provider: string;
  readonly name: string;
  /** What its note says of the arguments at the first site. */
  readonly args: readonly Argument[];
  /** Its other sites, which belong to the same event. */
  readonly more: readonly UsdtPlace[];
}

/**
 * The arguments at another site, after the user changed those of the first: where an argument's own
 * place is still in what was written (`+0(%si):string` for `%si:u64`), the other site's stands there.
 */
export function argumentsAt(
  edited: readonly Argument[],
  first: readonly Argument[],
  place: Pick<UsdtPlace, 'args'>,
): Argument[] {
  return edited.map(argument => {
    const before = first.find(({ name }) => name === argument.name);
    const here = place.args.find(({ name }) => name === argument.name);
    return before && here
      ? { ...argument, fetch: argument.fetch.replace(before.fetch, () => here.fetch) }
      : argument;
  });
}
