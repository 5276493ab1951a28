import { readFile } from 'node:fs/promises';
import { getSystemErrorName } from 'node:util';
import { TracefsError, type TracefsErrorCode } from './errors';

/** ENOTSUPP, which is no errno of user space: a probe point the kernel cannot handle. */
const ENOTSUPP = 524;

/** The name of the kernel's error in `error`, e.g. `EBUSY`; undefined if it is none. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') {
    return undefined;
  }
  return Math.abs(error.errno) === ENOTSUPP ? 'ENOTSUPP' : getSystemErrorName(error.errno);
}

const CODES: Readonly<Record<string, TracefsErrorCode>> = {
  EEXIST: 'exists',
  ENOENT: 'notFound',
  EILSEQ: 'badBoundary',
  ERANGE: 'offsetTooBig',
  EINVAL: 'invalidInput',
  EADDRNOTAVAIL: 'invalidInput',
  EBUSY: 'busy',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'readOnly',
  E2BIG: 'tooMany',
  ENODEV: 'tooMany',
  ENOSPC: 'tooMany',
  ENOTSUPP: 'notSupported',
  EOPNOTSUPP: 'notSupported',
  ENOSYS: 'notSupported',
  EIO: 'io',
};

export function codeOf(errno: string | undefined): TracefsErrorCode {
  return errno === undefined ? 'io' : (CODES[errno] ?? 'kernel');
}

/** What an ordinary failure means, whatever was being done: the end of the sentence. */
const ADVICE: Readonly<Partial<Record<TracefsErrorCode, string>>> = {
  denied:
    'only root may use tracefs; to root a container or a policy of AppArmor or SELinux forbids it',
  readOnly:
    'tracefs is mounted read-only here; run on the host, or mount /sys/kernel/tracing writable',
  busy: 'something still uses it; stop that and try again',
  notFound: 'it is not there any more',
  notSupported: 'this kernel cannot do that',
  lockdown: 'kernel lockdown forbids tracing, which cannot be changed from here',
};

/** A failed file operation as a {@link TracefsError}: `doing` is the start of the sentence. */
export async function fileError(error: unknown, doing: string): Promise<TracefsError> {
  if (error instanceof TracefsError) {
    return error;
  }
  const errno = errnoOf(error);
  const code = isRefusal(errno) && (await isLockedDown()) ? 'lockdown' : codeOf(errno);
  const why = ADVICE[code] ?? 'the kernel refused';
  const details = errno === undefined ? {} : { errno };
  return new TracefsError(code, `${doing} failed: ${why} (${errno ?? String(error)}).`, {
    ...details,
    cause: error,
  });
}

/**
 * Lockdown for confidentiality closes tracefs; for integrity it does not
 * (`security/lockdown/lockdown.c`).
 */
export async function isLockedDown(): Promise<boolean> {
  return readFile('/sys/kernel/security/lockdown', 'utf8').then(
    text => text.includes('[confidentiality]'),
    () => false,
  );
}

/** Under lockdown opening says EPERM, and mkdir of an instance EINVAL. */
function isRefusal(errno: string | undefined): boolean {
  return errno === 'EPERM' || errno === 'EINVAL';
}
