import { formatProbe } from '../../tracefs';
import type { AttachRequest } from '../session/attachRequest';
import { definitionOf } from './exportedProbe';

/** The canonical line of a request; none for a tracepoint. Throws `TracefsError` where there is no such line. */
export function tracefsLine(request: AttachRequest): string | undefined {
  const definition = definitionOf(request);
  return definition && formatProbe(definition);
}
