import type { HelperErrorData } from '../../protocol/errors';
import type { AttachRequest } from './attachRequest';

/** A probe that the helper would not change, and its words. */
export interface ProbeFailure {
  readonly request: AttachRequest;
  readonly error: HelperErrorData;
}
