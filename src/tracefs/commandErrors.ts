import { TracefsError, type TracefsErrorCode } from './errors';
import type { ErrorLogEntry } from './errorLog';
import { codeOf, errnoOf, fileError } from './kernelErrors';
import type { ProbeDefinition, ProbeKind } from './probe';
import { isUserProbe, PROBE_KINDS } from './probeKinds';

interface Reading {
  text: RegExp;
  code: TracefsErrorCode;
  sentence?: string;
}

/**
 * What the kernel's text says where its errno does not: since 6.11 most failures are EINVAL
 * (`trace_kprobe_create_internal`). Texts are those of `ERRORS` in `kernel/trace/trace_probe.h`.
 */
const READINGS: readonly Reading[] = [
  { text: /^Invalid probed address or symbol/, code: 'notFound' },
  { text: /^Probe point is not an instruction boundary/, code: 'badBoundary' },
  { text: /[Mm]axactive/, code: 'invalidMaxActive' },
  {
    text: /^Failed to register probe event/,
    code: 'notSupported',
    sentence: 'the kernel allows no probe there; take a function that calls it, or that it calls',
  },
  {
    text: /^The symbol is not unique/,
    code: 'invalidInput',
    sentence: 'the kernel has several functions of that name; give the address of one',
  },
  {
    text: /^There is already the exact same probe/,
    code: 'exists',
    sentence: 'this very place is there already; give each place once',
  },
  {
    text: /^Argument type or name is different/,
    code: 'invalidInput',
    sentence:
      'all places of one event have arguments of the same names and types; make separate events',
  },
  {
    text: /^(\$arg\* can be used only|BTF is not available)/,
    code: 'invalidInput',
    sentence: 'there are no arguments by name or number here; give a register such as %di',
  },
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
  const byErrno = codeOf(errno);
  const reading =
    (byErrno === 'invalidInput' || byErrno === 'exists') && log !== undefined
      ? READINGS.find(({ text }) => text.test(log.text))
      : undefined;
  const code = reading?.code ?? byErrno;
  const sentence =
    reading?.sentence ?? (code === 'notFound' ? missing(definition) : SENTENCES[code]);
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

/**
 * Opening the file that takes a kind's lines failed, so the kernel lacks the kind, or we may not.
 */
export async function kindError(error: unknown, kind: ProbeKind): Promise<TracefsError> {
  const errno = errnoOf(error);
  const { file, option } = PROBE_KINDS[kind];
  return errno === 'ENOENT'
    ? new TracefsError(
        'notSupported',
        `This kernel has no ${kind}s: it was built without ${option}.`,
        { errno, cause: error },
      )
    : fileError(error, `Opening ${file}`);
}

function missing(definition: ProbeDefinition): string {
  return isUserProbe(definition)
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
