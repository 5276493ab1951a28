import { isDeepStrictEqual } from 'node:util';
import { parseProbe, TracefsError, type FetchArgument, type ProbeDefinition } from '../../tracefs';
import { counterRefusal } from '../binaries/counterRefusal';
import type { SiteTarget } from '../binaries/siteTarget';
import { fetchArguments } from '../export/definitionsOf';
import { defaultEvent } from '../export/tracefsLine';
import {
  isUserRequest,
  withFilter,
  type AttachRequest,
  type KernelAttachRequest,
  type UserAttachRequest,
  type UserSymbol,
} from '../session/attachRequest';
import type { Translate } from '../text/translate';

/** An edited line as a request again, or the sentence that refuses it. */
export type LineEdit = { readonly request: AttachRequest } | { readonly refusal: string };

/**
 * The target at another file offset of the same file, or why there is none.
 * @param isDone it is not typed any more: now the user may be asked about it
 */
export type TargetAtOffset = (offset: bigint, isDone: boolean) => Promise<SiteTarget>;

type PlaceAt = (offset: bigint) => Promise<SiteTarget>;

/** Where no other place can be looked at. */
export function noOtherPlace(t: Translate): PlaceAt {
  return () =>
    Promise.resolve({
      refusal: t('The place in the file stays: choose another one in the picker.'),
    });
}

/**
 * Reads an edited canonical line back. The event's name and the arguments may change freely; the
 * offset only to where an instruction is proved to begin, since a breakpoint inside one damages the
 * program without any error. Kind, file and kernel function stay.
 */
export async function editedRequest(
  request: AttachRequest,
  line: string,
  targetAt: PlaceAt,
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
  const edit = await withTarget(request, definition, targetAt, t);
  return 'request' in edit ? { request: withFilter(edit.request, request.filter) } : edit;
}

async function withTarget(
  request: AttachRequest,
  definition: ProbeDefinition,
  targetAt: PlaceAt,
  t: Translate,
): Promise<LineEdit> {
  // A name that was not touched is the helper's to make unique.
  const named = definition.event !== undefined && definition.event !== defaultEvent(request);
  const edited: Edited = {
    ...(named && definition.event !== undefined ? { event: definition.event } : {}),
    args: definition.args,
  };
  if (isUserRequest(request)) {
    return userEdit(request, definition, edited, targetAt, t);
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
  targetAt: PlaceAt,
  t: Translate,
): Promise<LineEdit> {
  if (!('path' in target) || target.path !== before.path) {
    return { refusal: t('The file stays: choose another one in the picker.') };
  }
  const place: SiteTarget =
    target.offset === before.offset ? { target: before } : await targetAt(target.offset);
  if (!('target' in place)) {
    return place;
  }
  const wrong = counterRefusal(place.target, target.refCtrOffset, t);
  return wrong === undefined
    ? { request: { kind, target: place.target, ...withoutOwn(edited, before) } }
    : { refusal: wrong };
}

/** Arguments of a USDT probe that were not touched are the note's, also once the file is rebuilt. */
function withoutOwn(edited: Edited, { usdt }: UserSymbol): Omit<Edited, 'args'> & Partial<Edited> {
  const { args, ...rest } = edited;
  const isOwn = usdt && isDeepStrictEqual(args, fetchArguments(usdt.args));
  return isOwn ? rest : edited;
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
