import type { FetchArgument } from '../../tracefs';
import type { UsdtTarget } from '../session/usdtTarget';

/** A USDT probe as perf has it: with all its sites, semaphores and arguments, which perf reads itself. */
export function perfUsdt({ provider, name }: UsdtTarget): string {
  return `%sdt_${provider}:${name}`;
}

/** What bpftrace calls an argument: `arg0` for our `arg1`; text where the user wants it as text. */
export function bpftraceArgument(
  { name, fetch, type }: FetchArgument,
  { args }: UsdtTarget,
):
  | { readonly name: string; readonly format: '%lx' | '%s'; readonly expression: string }
  | undefined {
  const own = args.find(argument => argument.name === name);
  const number = /^arg(\d+)$/.exec(own?.name ?? '')?.[1];
  if (!own || name === undefined || number === undefined) {
    return undefined;
  }
  const expression = `arg${Number(number) - 1}`;
  if (fetch === own.fetch) {
    return { name, format: '%lx', expression };
  }
  const isText = fetch === `+0(${own.fetch})` && type === 'string';
  return isText ? { name, format: '%s', expression: `str(${expression})` } : undefined;
}
