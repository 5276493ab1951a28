import type { HelperErrorData } from '../../protocol/errors';
import { withoutCaller } from '../callers/callerArgument';
import { lineOrReason } from '../export/tracefsLine';
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

/**
 * Whether the kernel refused a line for what may have been typed in it: the event's name, or arguments other
 * than the one that is always there. What is wrong with a default line the user did not write, and cannot mend.
 */
export function isTypedLineRefused({ request, error }: ProbeFailure): boolean {
  if (request.kind === 'tracepoint' || error.line === undefined) {
    return false;
  }
  const isTyped =
    request.event !== undefined || withoutCaller(request.args ?? [], process.arch).length > 0;
  const isItsFault = error.log !== undefined || error.code === 'invalidInput';
  // A path with a blank has no line that could be typed.
  return isTyped && isItsFault && 'line' in (lineOrReason(request) ?? {});
}
