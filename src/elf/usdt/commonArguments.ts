import type { UsdtArgument, UsdtFetch, UsdtOmission } from './usdtProbe';

/** The arguments of each site that one event for all of them can have, and those it cannot. */
export interface CommonArguments {
  /** By site. */
  readonly fetched: readonly (readonly UsdtFetch[])[];
  readonly omitted: readonly UsdtOmission[];
}

/**
 * All probes of an event have the same arguments by name and type (`trace_probe_compare_arg_type()`
 * in kernel/trace/trace_probe.c), so that what a site lacks or has in another size is left out at all.
 */
export function commonArguments(sites: readonly (readonly UsdtArgument[])[]): CommonArguments {
  const most = sites.reduce((count, args) => Math.max(count, args.length), 0);
  const fetched: UsdtFetch[][] = sites.map(() => []);
  const omitted: UsdtOmission[] = [];
  for (let index = 0; index < most; index++) {
    const column = sites.map(args => args[index]);
    const fetches = column.filter(isFetch);
    const refusal = refusalOf(column, fetches);
    if (refusal) {
      omitted.push({ name: `arg${index + 1}`, refusal });
    } else {
      fetches.forEach((fetch, site) => fetched[site]?.push(fetch));
    }
  }
  return { fetched, omitted };
}

function isFetch(argument: UsdtArgument | undefined): argument is UsdtFetch {
  return argument !== undefined && 'fetch' in argument;
}

function refusalOf(
  column: readonly (UsdtArgument | undefined)[],
  fetches: readonly UsdtFetch[],
): UsdtOmission['refusal'] | undefined {
  const unfetched = column.find(argument => argument && 'refusal' in argument);
  if (unfetched && 'refusal' in unfetched) {
    return unfetched.refusal;
  }
  const isAlike =
    fetches.length === column.length && fetches.every(({ type }) => type === fetches[0]?.type);
  return isAlike ? undefined : 'differs';
}
