import { isUserRequest, requestLabel, type AttachRequest } from '../session/attachRequest';
import { shortName } from '../text/shortName';

/** The label of a probe's row: a demangled name is shortened, all else is as people read it elsewhere. */
export function treeLabel(request: AttachRequest): string {
  const label = requestLabel(request);
  const name = isUserRequest(request) ? request.target.displayName : undefined;
  return name !== undefined && label.startsWith(name)
    ? shortName(name) + label.slice(name.length)
    : label;
}
