import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import type { ProbeSite } from '../../workers/symbolMessages';

/** The same probe behind the entry's `endbr64`, where the site offers that; else the request as it is. */
export function pastEndbr(request: AttachRequest, site: ProbeSite | undefined): AttachRequest {
  if (!isUserRequest(request) || site?.pastEndbr === undefined) {
    return request;
  }
  const { target } = request;
  const delta = site.pastEndbr - target.offset;
  return {
    ...request,
    target: {
      ...target,
      delta,
      address: target.address + delta,
      offset: site.pastEndbr,
      cost: 'emulated',
    },
  };
}
