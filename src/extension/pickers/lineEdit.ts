import { parseProbe, TracefsError, type FetchArgument, type ProbeDefinition } from '../../tracefs';
import { defaultEvent } from '../export/tracefsLine';
import {
  isUserRequest,
  type AttachRequest,
  type KernelAttachRequest,
  type UserAttachRequest,
  type UserSymbol,
} from '../session/attachRequest';
import type { Translate } from '../text/translate';

/** An edited line as a request again, or the sentence that refuses it. */
export type LineEdit = { readonly request: AttachRequest } | { readonly refusal: string };

/** The function whose first byte is at a file offset of the same file; undefined where none is. */
export type SymbolAtOffset = (offset: bigint) => Promise<UserSymbol | undefined>;

/**
 * Reads an edited canonical line back. The event's name and the arguments may change freely; the
 * offset only to another function's first byte, since a breakpoint inside an instruction damages
 * the program without any error. Kind, file and kernel function stay.
 */
export async function editedRequest(
  request: AttachRequest,
  line: string,
  symbolAt: SymbolAtOffset,
  t: Translate,
): Promise<LineEdit> {
  let definition: ProbeDefinition;
  try {
    definition = parseProbe(line);
  } catch (error) {
    if (error instanceof TracefsError) {
      return { refusal: error.message };
    }
    throw error;
  }
  if (definition.kind !== request.kind) {
    return { refusal: t('Start the line with {0}: the kind of the probe stays.', letter(request)) };
  }
  if (definition.group !== undefined) {
    return { refusal: t('Leave the group out: Probescope names it. Write p:EVENT or r:EVENT.') };
  }
  return withTarget(request, definition, symbolAt, t);
}

async function withTarget(
  request: AttachRequest,
  definition: ProbeDefinition,
  symbolAt: SymbolAtOffset,
  t: Translate,
): Promise<LineEdit> {
  // A name that was not touched is the helper's to make unique.
  const named = definition.event !== undefined && definition.event !== defaultEvent(request);
  const edited: Edited = {
    ...(named && definition.event !== undefined ? { event: definition.event } : {}),
    args: definition.args,
  };
  if (isUserRequest(request)) {
    return userEdit(request, definition, edited, symbolAt, t);
  }
  if (request.kind === 'tracepoint') {
    return { refusal: t('A static tracepoint has no line: it is enabled, not created.') };
  }
  return kernelEdit(request, definition, edited, t);
}

type Edited = { event?: string; args: readonly FetchArgument[] };

async function userEdit(
  { kind, target: before }: UserAttachRequest,
  { target }: ProbeDefinition,
  edited: Edited,
  symbolAt: SymbolAtOffset,
  t: Translate,
): Promise<LineEdit> {
  if (!('path' in target) || target.path !== before.path || target.refCtrOffset !== undefined) {
    return { refusal: t('The file stays: choose another one in the picker.') };
  }
  const place = target.offset === before.offset ? before : await symbolAt(target.offset);
  return place
    ? { request: { kind, target: place, ...edited } }
    : { refusal: t('No function that can be probed begins at this offset.') };
}

function kernelEdit(
  { kind, symbol, module }: KernelAttachRequest,
  definition: ProbeDefinition,
  edited: Edited,
  t: Translate,
): LineEdit {
  const { target } = definition;
  if (!('symbol' in target) || target.symbol !== symbol || target.module !== module) {
    return { refusal: t('The function stays: choose another one in the picker.') };
  }
  const maxActive = 'maxActive' in definition ? definition.maxActive : undefined;
  return {
    request: {
      kind,
      symbol,
      ...(module === undefined ? {} : { module }),
      offset: target.offset,
      ...(maxActive === undefined ? {} : { maxActive }),
      ...edited,
    },
  };
}

function letter({ kind }: AttachRequest): string {
  return kind === 'uretprobe' || kind === 'kretprobe' ? 'r' : 'p';
}
