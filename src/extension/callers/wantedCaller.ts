import { readSetting } from '../manifest/readSetting';
import type { AttachRequest } from '../session/attachRequest';
import { withCaller } from './callerArgument';

/** Requests as they are offered: they tell who called, unless the user's settings leave that out. */
export function wantedCallers<R extends AttachRequest>(requests: readonly R[]): R[] {
  const isWanted = readSetting('probescope.probes.caller');
  return requests.map(request => (isWanted ? withCaller(request, process.arch) : request));
}

/** As {@link wantedCallers}, for one. */
export function wantedCaller<R extends AttachRequest>(request: R): R {
  return wantedCallers([request])[0] ?? request;
}
