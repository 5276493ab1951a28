import type { HelperErrorData } from '../../protocol/errors';
import {
  isUserRequest,
  placeLabel,
  requestLabel,
  type AttachRequest,
} from '../session/attachRequest';
import { placeCount, placeNames, targetsOf } from '../session/places';
import type { Translate } from '../text/translate';

/** What an error is about: of several functions the one whose line the kernel refused. */
export function failedPlace(request: AttachRequest, { line }: HelperErrorData): string {
  const place = line?.split(' ')[1];
  if (place === undefined || placeCount(request) === 1) {
    return requestLabel(request);
  }
  if (!isUserRequest(request)) {
    const name = place.slice(place.indexOf(':') + 1).replace('+0x0', '');
    return placeNames(request).find(each => each === name) ?? requestLabel(request);
  }
  const offset = /:(0x[0-9a-f]+)(?:\(|$)/.exec(place)?.[1];
  const target = targetsOf(request).find(each => `0x${each.offset.toString(16)}` === offset);
  return target ? placeLabel(target) : requestLabel(request);
}

/** The sentence of an error that only an event with several places meets; nothing for others. */
export function severalPlacesSentence(
  request: AttachRequest,
  { code, line }: HelperErrorData,
  t: Translate,
): string | undefined {
  const isOldKernel = code === 'notSupported' && line === undefined && placeCount(request) > 1;
  return isOldKernel
    ? t('Before Linux 5.4 a probe is on one function only: attach to them as separate probes.')
    : undefined;
}
