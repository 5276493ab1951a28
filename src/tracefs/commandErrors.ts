import { TracefsError, type TracefsErrorCode } from './errors';
import type { ErrorLogEntry } from './errorLog';
import { codeOf, errnoOf, fileError } from './kernelErrors';
import type { ProbeDefinition } from './probe';
import { PROBE_KINDS } from './probeKinds';

/**
 * What the kernel's text says where its errno does not: since 6.11 most failures are EINVAL
 * (`trace_kprobe_create_internal`). Texts are those of `ERRORS` in `kernel/trace/trace_probe.h`.
 */
const BY_TEXT: readonly [text: RegExp, code: TracefsErrorCode][] = [
  [/^Invalid probed address or symbol/, 'notFound'],
  [/^Failed to find the given file/, 'notFound'],
  [/^Probe point is not an instruction boundary/, 'badBoundary'],
  [/[Mm]axactive/, 'invalidMaxActive'],
  [/already/, 'exists'],
  [/too (long|big|many)/i, 'tooMany'],
];

const SENTENCES: Readonly<Partial<Record<TracefsErrorCode, string>>> = {
  exists: 'an event of this name exists; give another name',
  badBoundary: 'the place is not the start of an instruction; take the start of the function',
  offsetTooBig: 'the offset is too big; give one inside the function',
  invalidMaxActive: 'this maxactive is not accepted; give 1 to 4096, to a kretprobe only',
  tooMany: 'a limit of the kernel is reached; use fewer or shorter arguments, or remove events',
  busy: 'the place or event is in use by another tool; stop it and try again',
  invalidInput: 'the kernel does not accept it',
};

/** The failure of writing `line`, which makes `definition`. */
export async function createError(
  error: unknown,
  definition: ProbeDefinition,
  line: string,
  log: ErrorLogEntry | undefined,
): Promise<TracefsError> {
  const errno = errnoOf(error);
  const code = refine(codeOf(errno), log);
  const sentence = code === 'notFound' ? missing(definition) : SENTENCES[code];
  if (errno === undefined || sentence === undefined) {
    const other = await fileError(error, 'Creating the probe');
    return new TracefsError(other.code, other.message, details(other.errno, line, log, error));
  }
  const kernel = log === undefined ? errno : `${errno}: ${log.text}`;
  return new TracefsError(
    code,
    `The probe was not created: ${sentence} (${kernel}).`,
    details(errno, line, log, error),
  );
}

/** Opening the file that takes a kind's lines failed, so the kernel lacks the kind, or we may not. */
export async function kindError(
  error: unknown,
  definition: ProbeDefinition,
): Promise<TracefsError> {
  const errno = errnoOf(error);
  const { file, option } = PROBE_KINDS[definition.kind];
  return errno === 'ENOENT'
    ? new TracefsError(
        'notSupported',
        `This kernel has no ${definition.kind}s: it was built without ${option}.`,
        { errno, cause: error },
      )
    : fileError(error, `Opening ${file}`);
}

function refine(code: TracefsErrorCode, log: ErrorLogEntry | undefined): TracefsErrorCode {
  if (code !== 'invalidInput' || log === undefined) {
    return code;
  }
  return BY_TEXT.find(([text]) => text.test(log.text))?.[1] ?? code;
}

function missing(definition: ProbeDefinition): string {
  return PROBE_KINDS[definition.kind].file === 'uprobe_events'
    ? 'there is no such file; check the path'
    : 'the kernel has no such symbol; it may be inlined, or belong to a module';
}

function details(
  errno: string | undefined,
  line: string,
  log: ErrorLogEntry | undefined,
  cause: unknown,
): { errno?: string; line: string; log?: ErrorLogEntry; cause: unknown } {
  return {
    ...(errno === undefined ? {} : { errno }),
    line,
    ...(log === undefined ? {} : { log }),
    cause,
  };
}
