import type { AttachRequest } from '../session/attachRequest';
import { isUserRequest } from '../session/attachRequest';
import type { Translate } from '../text/translate';

/** What a probe's tooltip keeps saying where the user overruled a refusal; else empty. */
export function riskSentence(request: AttachRequest, t: Translate): string {
  return isUserRequest(request) && request.target.risk !== undefined
    ? t(
        'Not proved safe ({0}), attached because “probescope.probes.allowUnproved” is on: the program may compute wrong results or crash.',
        request.target.risk,
      )
    : '';
}
