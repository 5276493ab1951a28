import { byteText, fromByteText } from './commandText';
import { TracefsError } from './errors';
import { checkArgumentNames, formatFetchArgument } from './fetchArgument';
import { checkMaxActive } from './parseProbe';
import type { ProbeDefinition } from './probe';
import { isUserProbe, PROBE_KINDS } from './probeKinds';
import { formatProbeName } from './probeName';
import { formatKernelPlace, formatUserPlace } from './probeTarget';
import { probePrefix } from './tokens';

/** A command longer than this is refused (`WRITE_BUFSIZE - 2` in `trace_parse_run_command`). */
const LINE_BYTES_MAX = 4094;

/**
 * The canonical line: what `parseProbe` gives back as the same definition, without a newline.
 * Throws {@link TracefsError} where the kernel could not read it as meant.
 */
export function formatProbe(definition: ProbeDefinition): string {
  const line = fromByteText(formatByteText(definition));
  if (typeof line !== 'string') {
    throw new TracefsError(
      'invalidInput',
      'The path is not UTF-8, so this probe has no line of text.',
    );
  }
  return line;
}

/** As {@link formatProbe}, for paths that are not UTF-8 too. */
export function formatProbeBytes(definition: ProbeDefinition): Uint8Array {
  return new Uint8Array(Buffer.from(formatByteText(definition), 'latin1'));
}

function formatByteText(definition: ProbeDefinition): string {
  checkArgumentNames(definition.args);
  const isReturn = PROBE_KINDS[definition.kind].letter === 'r';
  const head = probePrefix(isReturn, maxActiveOf(definition)) + formatProbeName(definition);
  const place = isUserProbe(definition)
    ? formatUserPlace(definition.target)
    : formatKernelPlace(definition.target);
  const args = definition.args.map(argument => byteText(formatFetchArgument(argument)));
  const line = [head, place, ...args].join(' ');
  if (line.length > LINE_BYTES_MAX) {
    throw new TracefsError(
      'tooMany',
      `The line has ${line.length} bytes and the kernel takes ${LINE_BYTES_MAX}; leave out arguments.`,
    );
  }
  return line;
}

/** 0, the kernel's own choice, where none is given. */
function maxActiveOf(definition: ProbeDefinition): number {
  const maxActive = 'maxActive' in definition ? definition.maxActive : undefined;
  return maxActive === undefined || maxActive === 0
    ? 0
    : checkMaxActive(definition.kind === 'kretprobe', maxActive);
}
