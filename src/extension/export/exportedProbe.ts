import type { FetchArgument, ProbeDefinition } from '../../tracefs';
import { isUserRequest, type AttachRequest, type UserSymbol } from '../session/attachRequest';

/** What copying needs to know of a probe: enough to write it in the words of each tool. */
export type ExportedProbe =
  | {
      readonly kind: 'uprobe' | 'uretprobe';
      readonly target: Pick<UserSymbol, 'path' | 'symbol' | 'delta' | 'address' | 'offset'>;
      readonly event?: string;
      readonly args?: readonly FetchArgument[];
    }
  | {
      readonly kind: 'kprobe' | 'kretprobe';
      readonly symbol: string;
      readonly module?: string;
      readonly offset?: bigint;
      readonly maxActive?: number;
      readonly event?: string;
      readonly args?: readonly FetchArgument[];
    }
  | { readonly kind: 'tracepoint'; readonly system: string; readonly event: string };

/** A request as it is copied: the schema's optional values, absent or undefined, become absent. */
export function exportedProbe(request: AttachRequest): ExportedProbe {
  return request.kind === 'tracepoint'
    ? request
    : { ...request, args: fetchArguments(request.args ?? []) };
}

/** The definition whose line is the canonical one; none for a tracepoint, which is never created. */
export function definitionOf(request: AttachRequest): ProbeDefinition | undefined {
  if (request.kind === 'tracepoint') {
    return undefined;
  }
  const args = fetchArguments(request.args ?? []);
  const event = request.event === undefined ? {} : { event: request.event };
  if (isUserRequest(request)) {
    const { path, offset } = request.target;
    return { kind: request.kind, ...event, target: { path, offset }, args };
  }
  const { symbol, module, offset = 0n, maxActive } = request;
  return {
    kind: request.kind,
    ...event,
    target: { symbol, ...(module === undefined ? {} : { module }), offset },
    ...(maxActive === undefined ? {} : { maxActive }),
    args,
  };
}

type LooseArgument = { fetch: string; name?: string | undefined; type?: string | undefined };

function fetchArguments(args: readonly LooseArgument[]): FetchArgument[] {
  return args.map(({ name, fetch, type }) => ({
    ...(name === undefined ? {} : { name }),
    fetch,
    ...(type === undefined ? {} : { type }),
  }));
}
