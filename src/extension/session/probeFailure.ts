import type { HelperErrorData } from '../../protocol/errors';
import type { AttachRequest } from './attachRequest';

/** A probe that the helper would not change, and its words. */
export interface ProbeFailure {
  readonly request: AttachRequest;
  readonly error: HelperErrorData;
}

/** Whether a probe was not made because the kernel did not take its filter: what it refused is that text. */
export function isFilterRefused(failure: {
  readonly request: Pick<AttachRequest, 'filter'>;
  readonly error: Pick<HelperErrorData, 'line'>;
}): boolean {
  const { filter } = failure.request;
  return filter !== undefined && failure.error.line === filter.trim();
}
