import type { FetchArgument } from '../../tracefs';
import type { ExportedProbe } from './exportedProbe';
import { shellQuote } from './shellQuote';
import { bpftraceArgument } from './usdtWords';

/**
 * A `bpftrace` command, for a shell, that prints a line for each hit: time, program, thread, and the
 * arguments that bpftrace has a word for (bpftrace's docs, "Probes" and "Builtins").
 */
export function bpftraceCommand(probe: ExportedProbe): string {
  return `bpftrace -e ${shellQuote(bpftraceProgram(probe))}`;
}

/** The program alone; an argument that bpftrace has no word for is named in a comment. */
export function bpftraceProgram(probe: ExportedProbe): string {
  const isReturn = probe.kind === 'uretprobe' || probe.kind === 'kretprobe';
  const isUser = probe.kind === 'uprobe' || probe.kind === 'uretprobe';
  const usdt = 'target' in probe ? probe.target.usdt : undefined;
  const values: Value[] = isReturn ? [{ name: 'ret', format: '%lx', expression: 'retval' }] : [];
  const left: string[] = [];
  for (const argument of 'args' in probe ? (probe.args ?? []) : []) {
    const value = usdt ? bpftraceArgument(argument, usdt) : valueOf(argument, isUser);
    if (!value) {
      left.push(argument.name ?? argument.fetch);
    } else if (value.expression !== 'retval' || !isReturn) {
      values.push(value);
    }
  }
  const format = ['%s %-16s %d', ...values.map(value => `${value.name}=${value.format}`)].join(' ');
  const printed = ['strftime("%H:%M:%S", nsecs)', 'comm', 'tid', ...values.map(v => v.expression)];
  const comment = left.length > 0 ? ` /* without ${left.join(', ').replaceAll('*/', '')} */` : '';
  return `${attachPoints(probe).join(',')} { printf("${format}\\n", ${printed.join(', ')}); }${comment}`;
}

function attachPoints(probe: ExportedProbe): string[] {
  if (probe.kind === 'tracepoint') {
    return [`tracepoint:${probe.system}:${probe.event}`];
  }
  if ('target' in probe) {
    const { kind, target, more = [] } = probe;
    if (target.usdt) {
      const { provider, name } = target.usdt;
      return [`usdt:${word(target.path)}:${word(provider)}:${word(name)}`];
    }
    return [target, ...more].map(place => `${kind}:${word(target.path)}:${functionOf(place)}`);
  }
  // Without the module: bpftrace takes one from 0.18 on only, and finds the function in any.
  return [probe, ...(probe.more ?? [])].map(
    ({ symbol, offset }) => `${probe.kind}:${word(symbol)}${offset ? `+${offset}` : ''}`,
  );
}

/** The name; the virtual address inside it, and where bpftrace would split the name, quoted or not, or take it for a pattern. */
function functionOf({
  symbol,
  delta,
  address,
}: {
  symbol: string;
  delta?: bigint;
  address: bigint;
}): string {
  const isNamed = !delta && !/[+*?[\]]|^\d/.test(symbol);
  return isNamed ? word(symbol) : `0x${address.toString(16)}`;
}

/** In quotes, what would split or match something else is taken as it is. */
function word(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

interface Value {
  readonly name: string;
  readonly format: '%lx' | '%s';
  readonly expression: string;
}

/** Registers, the first arguments, the return value, and text of a program's memory. */
function valueOf({ name, fetch, type }: FetchArgument, isUser: boolean): Value | undefined {
  const text = /^\+(?:u)?(\d+)\(([%$]\w+)\)$/.exec(fetch);
  const pointer = text ? placeOf(text[2] ?? '') : undefined;
  if (text && pointer && isUser && (type === 'string' || type === 'ustring')) {
    const at = text[1] === '0' ? pointer.expression : `${pointer.expression} + ${text[1]}`;
    return { name: name ?? pointer.name, format: '%s', expression: `str(${at})` };
  }
  const place = placeOf(fetch);
  return place && { ...place, name: name ?? place.name, format: '%lx' };
}

function placeOf(fetch: string): { name: string; expression: string } | undefined {
  const register = /^%(\w+)$/.exec(fetch)?.[1];
  if (register !== undefined) {
    return { name: register, expression: `reg("${register}")` };
  }
  const argument = /^\$arg(\d+)$/.exec(fetch)?.[1];
  if (argument !== undefined) {
    return { name: `arg${argument}`, expression: `arg${Number(argument) - 1}` };
  }
  return fetch === '$retval' ? { name: 'ret', expression: 'retval' } : undefined;
}
