import { eventNameFor, formatProbe, TracefsError } from '../../tracefs';
import type { AttachRequest, TracepointAttachRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import { definitionsOf } from './definitionsOf';

/** The event's name in a line, where the request leaves it to the helper. */
export function defaultEvent(request: AttachRequest): string {
  if ('label' in request) {
    return eventNameFor(request.label);
  }
  switch (request.kind) {
    case 'uprobe':
      return eventNameFor(request.target.symbol);
    case 'uretprobe':
      return eventNameFor(request.target.symbol, '_return');
    case 'kprobe':
      return eventNameFor(request.symbol);
    case 'kretprobe':
      return eventNameFor(request.symbol, '_return');
    case 'tracepoint':
      return request.event;
  }
}

/**
 * The canonical line of a request, a line for each place where it has several; none for a tracepoint,
 * which is never created. Throws `TracefsError` where there is no such line.
 */
export function tracefsLine(request: AttachRequest): string | undefined {
  const lines = definitionsOf(request).map(definition =>
    formatProbe({ ...definition, event: definition.event ?? defaultEvent(request) }),
  );
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** All lines of a probe as the kernel has it; of a path that no line can hold, the first as it is shown. */
export function linesOf({ request, probe }: Pick<OwnedProbe, 'request' | 'probe'>): string {
  if (probe.locations === undefined) {
    return probe.canonical;
  }
  const names = { group: probe.group.name, event: probe.event };
  try {
    const lines = definitionsOf(request).map(one => formatProbe({ ...one, ...names }));
    return lines.join('\n');
  } catch (error) {
    if (error instanceof TracefsError) {
      return probe.canonical;
    }
    throw error;
  }
}

/** The line, or why there is none that the kernel could read, such as for a path with a blank. */
export function lineOrReason(
  request: AttachRequest,
): { readonly line: string } | { readonly reason: string } | undefined {
  try {
    const line = tracefsLine(request);
    return line === undefined ? undefined : { line };
  } catch (error) {
    if (error instanceof TracefsError) {
      return { reason: error.message };
    }
    throw error;
  }
}

/** A static tracepoint as `set_event` takes it. */
export function tracepointLine({ system, event }: TracepointAttachRequest): string {
  return `${system}:${event}`;
}
