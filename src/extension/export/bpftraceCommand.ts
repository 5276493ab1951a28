import type { FetchArgument } from '../../tracefs';
import type { ExportedProbe } from './exportedProbe';
import { shellQuote } from './shellQuote';

/**
 * A `bpftrace` command, for a shell, that prints a line for each hit: time, program, thread, and the
 * arguments that bpftrace has a word for (bpftrace's docs, "Probes" and "Builtins").
 */
export function bpftraceCommand(probe: ExportedProbe): string {
  return `bpftrace -e ${shellQuote(bpftraceProgram(probe))}`;
}

/** The program alone. */
export function bpftraceProgram(probe: ExportedProbe): string {
  const isReturn = probe.kind === 'uretprobe' || probe.kind === 'kretprobe';
  const values: Value[] = isReturn ? [{ name: 'ret', expression: 'retval' }] : [];
  for (const argument of 'args' in probe ? (probe.args ?? []) : []) {
    const value = valueOf(argument);
    if (value && value.expression !== 'retval') {
      values.push(value);
    }
  }
  const format = ['%s %-16s %d', ...values.map(({ name }) => `${name}=%lx`)].join(' ');
  const printed = ['strftime("%H:%M:%S", nsecs)', 'comm', 'tid', ...values.map(v => v.expression)];
  return `${attachPoint(probe)} { printf("${format}\\n", ${printed.join(', ')}); }`;
}

function attachPoint(probe: ExportedProbe): string {
  switch (probe.kind) {
    case 'uprobe':
    case 'uretprobe':
      return `${probe.kind}:${word(probe.target.path)}:${word(probe.target.symbol)}`;
    case 'kprobe':
    case 'kretprobe': {
      const module = probe.module === undefined ? '' : `${probe.module}:`;
      const offset = probe.offset ? `+${probe.offset}` : '';
      return `${probe.kind}:${module}${word(probe.symbol)}${offset}`;
    }
    case 'tracepoint':
      return `tracepoint:${probe.system}:${probe.event}`;
  }
}

/** In quotes, what would split or match something else is taken as it is. */
function word(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

interface Value {
  readonly name: string;
  readonly expression: string;
}

/** Registers, the first arguments and the return value; memory reads have no equal without types. */
function valueOf({ name, fetch }: FetchArgument): Value | undefined {
  const register = /^%(\w+)$/.exec(fetch)?.[1];
  if (register !== undefined) {
    return { name: name ?? register, expression: `reg("${register}")` };
  }
  const argument = /^\$arg(\d+)$/.exec(fetch)?.[1];
  if (argument !== undefined) {
    return { name: name ?? `arg${argument}`, expression: `arg${Number(argument) - 1}` };
  }
  return fetch === '$retval' ? { name: name ?? 'ret', expression: 'retval' } : undefined;
}
