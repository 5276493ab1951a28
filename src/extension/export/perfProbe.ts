import type { FetchArgument } from '../../tracefs';
import type { ExportedProbe } from './exportedProbe';
import { shellQuote } from './shellQuote';
import { perfUsdt } from './usdtWords';

/**
 * The `perf probe` command that makes the same probe (tools/perf/Documentation/perf-probe.txt), for
 * a shell; for a tracepoint, which perf records without making it, the `perf record` command.
 * A maxactive is left out: perf has no word for it. So are changed arguments of a USDT probe.
 */
export function perfProbe(probe: ExportedProbe): string {
  return perfArguments(probe).map(shellQuote).join(' ');
}

/** The same as an argument array. */
export function perfArguments(probe: ExportedProbe): string[] {
  if (probe.kind === 'tracepoint') {
    return ['perf', 'record', '-a', '-e', `${probe.system}:${probe.event}`];
  }
  if ('target' in probe) {
    const { target, more = [] } = probe;
    if (target.usdt) {
      return ['perf', 'probe', '-x', target.path, '--add', perfUsdt(target.usdt)];
    }
    const places = [target, ...more].map(userPlace);
    return ['perf', 'probe', '-x', target.path, ...adds(probe, places)];
  }
  const module = probe.module === undefined ? [] : ['-m', probe.module];
  const places = [probe, ...(probe.more ?? [])].map(
    ({ symbol, offset }) => escaped(symbol) + (offset ? `+${offset}` : ''),
  );
  return ['perf', 'probe', ...module, ...adds(probe, places)];
}

/** perf makes one event of each place: of several none gets the name that all would have. */
function adds(probe: Point, places: readonly string[]): string[] {
  const { event, ...unnamed } = probe;
  const named = places.length > 1 || event === undefined ? unnamed : { ...unnamed, event };
  return places.flatMap(place => ['--add', point(named, place)]);
}

type Point = Exclude<ExportedProbe, { kind: 'tracepoint' }>;

function point(
  { kind, event, args = [] }: Pick<Point, 'kind' | 'event' | 'args'>,
  place: string,
): string {
  const isReturn = kind === 'uretprobe' || kind === 'kretprobe';
  const name = event === undefined ? '' : `${event}=`;
  return [`${name}${place}${isReturn ? '%return' : ''}`, ...args.map(argument)].join(' ');
}

/**
 * The function's name; the file offset inside it, and where perf cannot be given the name: a
 * pattern's characters and blanks have no escape, and what looks like a number is taken for an address.
 */
function userPlace({
  symbol,
  delta,
  offset,
}: {
  symbol: string;
  delta?: bigint;
  offset: bigint;
}): string {
  const isNamed = !delta && !/[\s*?[\]\\]|^0x/.test(symbol);
  return isNamed ? escaped(symbol) : `0x${offset.toString(16)}`;
}

/** perf splits a place at these, and takes them as they are after a backslash (`strpbrk_esc()`). */
function escaped(symbol: string): string {
  return symbol.replace(/[@:;+%=]/g, '\\$&');
}

function argument({ name, fetch, type }: FetchArgument): string {
  return `${name === undefined ? '' : `${name}=`}${fetch}${type === undefined ? '' : `:${type}`}`;
}
