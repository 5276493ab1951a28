import type { FetchArgument } from '../../tracefs';
import {
  argumentsOf,
  type AttachRequest,
  type KernelPlace,
  type UserPlace,
  type UserSymbol,
} from '../session/attachRequest';
import { fetchArguments } from './definitionsOf';

type Place = Pick<UserPlace, 'symbol' | 'delta' | 'address' | 'offset'>;

/** What copying needs to know of a probe: enough to write it in the words of each tool. */
export type ExportedProbe =
  | {
      readonly kind: 'uprobe' | 'uretprobe';
      readonly target: Place & Pick<UserSymbol, 'path' | 'usdt'>;
      readonly more?: readonly Place[];
      readonly event?: string;
      readonly args?: readonly FetchArgument[];
    }
  | {
      readonly kind: 'kprobe' | 'kretprobe';
      readonly symbol: string;
      readonly module?: string;
      readonly offset?: bigint;
      readonly more?: readonly KernelPlace[];
      readonly maxActive?: number;
      readonly event?: string;
      readonly args?: readonly FetchArgument[];
    }
  | { readonly kind: 'tracepoint'; readonly system: string; readonly event: string };

/** A request as it is copied: the schema's optional values, absent or undefined, become absent. */
export function exportedProbe(request: AttachRequest): ExportedProbe {
  return request.kind === 'tracepoint'
    ? request
    : { ...request, args: fetchArguments(argumentsOf(request)) };
}
