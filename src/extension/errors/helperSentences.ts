import type { HelperErrorCode } from '../../protocol/errors';
import type { Translate } from '../text/translate';

/**
 * One sentence a code, saying what to do. `{0}` is what it was about: a function, a file, or the
 * probe; it comes in the place of a name, so it needs no article.
 */
export const helperSentences: Record<HelperErrorCode, (t: Translate, subject: string) => string> = {
  exists: (t, subject) =>
    t('An event with the name of {0} exists already: choose another event name.', subject),
  notFound: (t, subject) =>
    t('The kernel has no {0}: check the name, or pick it from the list.', subject),
  badBoundary: (t, subject) =>
    t(
      '{0} is not at the start of an instruction: attach to the first byte of a function.',
      subject,
    ),
  offsetTooBig: (t, subject) =>
    t('The offset is past the end of {0}: choose a smaller one.', subject),
  invalidInput: (t, subject) =>
    t('The kernel does not accept the probe on {0}: Details shows which part.', subject),
  invalidMaxActive: t =>
    t('The kernel does not accept this number of calls in flight: use 1 to 4096.'),
  notSupported: (t, subject) =>
    t('This kernel cannot do what the probe on {0} needs: Diagnose shows what it can.', subject),
  closed: t => t('The helper is gone: start it again.'),
  busy: (t, subject) =>
    t('Something else is using the probe on {0}, perhaps perf: end that and try again.', subject),
  denied: (t, subject) =>
    t('The kernel does not allow the probe on {0}, even for root: Diagnose may show why.', subject),
  lockdown: t =>
    t('Kernel lockdown forbids tracing on this machine; it can only be lifted at boot.'),
  notMounted: t =>
    t(
      "The kernel's tracing file system is not mounted: run “sudo mount -t tracefs nodev /sys/kernel/tracing”.",
    ),
  readOnly: t =>
    t(
      "The kernel's tracing file system is read-only here: work on the host, or mount it writable into the container.",
    ),
  tooMany: t => t('The kernel has no room for more events: remove some probes first.'),
  kernel: (t, subject) =>
    t("The kernel refused the probe on {0}: Details shows the kernel's own words.", subject),
  io: (t, subject) =>
    t('Reading or writing failed for {0}: Details shows the error; try again.', subject),
  fileChanged: (t, subject) =>
    t(
      '{0} was rebuilt or replaced since it was read: re-arm its probes in the Probes view, or reload its symbols and attach again.',
      subject,
    ),
  fileUnreadable: (t, subject) =>
    t(
      '{0} cannot be read with your permissions: probes are only set on files you can read.',
      subject,
    ),
  notRegular: (t, subject) =>
    t('{0} is not an ordinary file: choose a program or a library.', subject),
  processGone: (t, subject) =>
    t('The process that ran {0} has ended: choose one that runs, or the file on disk.', subject),
  notMapped: (t, subject) =>
    t('The process does not run {0} any more: choose its file again.', subject),
  state: (t, subject) =>
    t('The helper no longer knows {0}: refresh the list and try again.', subject),
  scope: t =>
    t(
      'In a container events cannot be limited to processes: take all of them, with “Choose Processes…”.',
    ),
  limit: t => t('This window has as many probes as one helper may hold: remove some first.'),
  badRequest: (t, subject) =>
    t('The helper did not understand the request for {0}: restart it after an update.', subject),
  version: t =>
    t(
      'The helper and the extension are of different versions: reload the window, then start it again.',
    ),
  cancelled: t => t('Cancelled: what was not done yet is left as it was.'),
  internal: t => t('The helper met an error of its own: Details has its words for a report.'),
};
