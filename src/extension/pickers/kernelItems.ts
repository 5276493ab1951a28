import type { KernelFunction, StaticTracepoint } from '../../protocol/requests';
import type { AttachRequest } from '../session/attachRequest';
import type { Translate } from '../text/translate';
import { labelText } from './itemText';

/** A row of the kernel picker. `section` begins with the row that carries it. */
export interface KernelItemText {
  readonly label: string;
  readonly description: string;
  readonly target: KernelPlace;
}

/** What a row stands for. */
export type KernelPlace =
  | {
      readonly kind: 'function';
      readonly symbol: string;
      readonly module?: string;
      readonly blacklisted: boolean;
    }
  | { readonly kind: 'tracepoint'; readonly system: string; readonly event: string };

export function functionItem(found: KernelFunction, t: Translate): KernelItemText {
  const { name, module, blacklisted } = found;
  const facts = [
    module === undefined ? '' : labelText(module),
    blacklisted ? t('The kernel forbids probes here: it would trap in its own probe code') : '',
  ];
  return {
    label: `$(${blacklisted ? 'circle-slash' : 'symbol-method'}) ${labelText(name)}`,
    description: facts.filter(Boolean).join(' · '),
    target: {
      kind: 'function',
      symbol: name,
      ...(module === undefined ? {} : { module }),
      blacklisted,
    },
  };
}

export function tracepointItem({ system, event }: StaticTracepoint, t: Translate): KernelItemText {
  return {
    label: `$(symbol-event) ${labelText(`${system}:${event}`)}`,
    description: system === 'syscalls' ? t('system call') : t('static tracepoint'),
    target: { kind: 'tracepoint', system, event },
  };
}

/** The request for a row; nothing for a function the kernel forbids. */
export function kernelRequest(
  place: KernelPlace,
  kind: 'kprobe' | 'kretprobe',
): AttachRequest | undefined {
  if (place.kind === 'tracepoint') {
    return { kind: 'tracepoint', system: place.system, event: place.event };
  }
  const { symbol, module, blacklisted } = place;
  return blacklisted ? undefined : { kind, symbol, ...(module === undefined ? {} : { module }) };
}
