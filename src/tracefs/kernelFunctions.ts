import { findDebugfs } from './discovery';
import { errnoOf, fileError } from './kernelErrors';
import { validSymbol } from './probeTarget';
import { readLines } from './readLines';

export interface KernelFunction {
  name: string;
  /** The module it is in; none for the kernel itself. */
  module?: string;
  /** The kernel refuses kprobes on it. False where the list cannot be read. */
  blacklisted: boolean;
  /** There are several of that name there: newer kernels refuse it (b022f0c7e404), others take any. */
  ambiguous?: true;
}

export interface KernelFunctions {
  functions: KernelFunction[];
  /** `available_filter_functions` holds what can be traced; `kallsyms` every function. */
  source: 'available_filter_functions' | 'kallsyms';
}

/**
 * Symbols of the build, not functions: padding before functions, and addresses ftrace has given up.
 */
const NOT_A_FUNCTION = /^(__pfx_|__cfi_|__ftrace_invalid_address___)/;

/**
 * The functions a kprobe may be put on: `available_filter_functions` of the folder `root`, else (it
 * is missing, or cannot be read even by root) `/proc/kallsyms`. Read chunk by chunk, so tens of
 * thousands of lines never hold up the process.
 */
export async function readKernelFunctions(root: string): Promise<KernelFunctions> {
  const blacklist = await readBlacklist();
  const collect = (lines: AsyncIterable<string[]>, parse: (line: string) => Named | undefined) =>
    collectFunctions(lines, parse, blacklist);
  try {
    const lines = readLines(`${root}/available_filter_functions`);
    return {
      functions: await collect(lines, parseFilterFunction),
      source: 'available_filter_functions',
    };
  } catch (error) {
    if (errnoOf(error) === undefined) {
      throw error;
    }
  }
  try {
    return {
      functions: await collect(readLines('/proc/kallsyms'), parseKallsym),
      source: 'kallsyms',
    };
  } catch (error) {
    throw await fileError(error, 'Reading the functions of the kernel');
  }
}

interface Named {
  name: string;
  module?: string;
}

/** `NAME` or `NAME [MODULE]` (`kernel/trace/ftrace.c`, `t_show`). */
export function parseFilterFunction(line: string): Named | undefined {
  const match = /^(\S+)(?: \[(\w+)\])?/.exec(line);
  return named(match?.[1], match?.[2]);
}

/**
 * `ADDRESS TYPE NAME` and perhaps a tab and `[MODULE]` (`kernel/kallsyms.c`, `s_show`); code is of
 * type t, T, w or W.
 */
export function parseKallsym(line: string): Named | undefined {
  const match = /^[0-9a-f]+ [tTwW] (\S+)(?:\s+\[(\w+)\])?/.exec(line);
  return named(match?.[1], match?.[2]);
}

function named(name: string | undefined, module: string | undefined): Named | undefined {
  if (name === undefined || !validSymbol(name) || NOT_A_FUNCTION.test(name)) {
    return undefined;
  }
  return module === undefined ? { name } : { name, module };
}

async function collectFunctions(
  lines: AsyncIterable<string[]>,
  parse: (line: string) => Named | undefined,
  blacklist: ReadonlySet<string>,
): Promise<KernelFunction[]> {
  const found = new Map<string, KernelFunction>();
  for await (const chunk of lines) {
    for (const item of chunk.map(parse)) {
      if (item !== undefined) {
        const key = `${item.module ?? ''}:${item.name}`;
        const several = found.has(key) ? { ambiguous: true as const } : {};
        found.set(key, { ...item, blacklisted: blacklist.has(item.name), ...several });
      }
    }
  }
  return [...found.values()];
}

/**
 * `FROM-TO<tab>NAME` (`kernel/kprobes.c`, `kprobe_blacklist_seq_show`); empty where debugfs hides
 * it.
 */
async function readBlacklist(): Promise<ReadonlySet<string>> {
  const debugfs = await findDebugfs();
  const names = new Set<string>();
  if (debugfs === undefined) {
    return names;
  }
  try {
    for await (const lines of readLines(`${debugfs}/kprobes/blacklist`)) {
      lines.forEach(line => names.add(line.split('\t')[1] ?? ''));
    }
  } catch (error) {
    if (errnoOf(error) === undefined) {
      throw error;
    }
  }
  return names;
}
