import { TracefsError } from './errors';
import type { EventFolder } from './eventFolder';
import { fileError } from './kernelErrors';
import type { NamedProbe } from './namedProbe';
import { PROBE_KINDS } from './probeKinds';
import { appendCommand } from './tracefsFile';

/** Removes an event whose id cannot be read, because of `cause`; gives back what to throw. */
export async function undoCreate(
  tracefs: EventFolder,
  probe: NamedProbe,
  line: string,
  cause: unknown,
): Promise<TracefsError> {
  const spurious = spuriousName(probe, cause);
  const name = spurious ?? `${probe.group}/${probe.event}`;
  const failure = await remove(tracefs, probe, name);
  const reason = await fileError(cause, 'Reading the new event');
  const why =
    spurious === undefined
      ? reason.message
      : 'This kernel is older than 4.12 and takes no maxactive; leave it out.';
  const outcome =
    failure === undefined ? 'Nothing is left.' : `The event ${name} is left; remove it by hand.`;
  return new TracefsError(
    spurious === undefined ? reason.code : 'notSupported',
    `${why} ${outcome}`,
    {
      ...(reason.errno === undefined ? {} : { errno: reason.errno }),
      line,
      cause: failure ?? cause,
    },
  );
}

/**
 * Removes an event, which was never on, since one of its places failed with `cause`; gives back what
 * to throw.
 */
export async function undoLocations(
  tracefs: EventFolder,
  probe: NamedProbe,
  cause: unknown,
): Promise<unknown> {
  const name = `${probe.group}/${probe.event}`;
  const failure = await remove(tracefs, probe, name);
  if (failure === undefined) {
    return cause;
  }
  const reason = await fileError(cause, 'Adding places to the event');
  return new TracefsError(
    reason.code,
    `${reason.message} The event ${name} is left; remove it by hand.`,
    { cause: failure },
  );
}

/**
 * Before 4.12 only a `:` right after the `r` began a name, so a line with a maxactive made
 * `kprobes/r_SYMBOL_OFFSET` and none of ours (696ced4fb1d7, "tracing/kprobes: expose maxactive for
 * kretprobe in kprobe_events").
 */
function spuriousName(probe: NamedProbe, cause: unknown): string | undefined {
  const isMissing = cause instanceof TracefsError && cause.code === 'notFound';
  const hasMaxActive = 'maxActive' in probe && (probe.maxActive ?? 0) > 0;
  const { target } = probe;
  return isMissing && hasMaxActive && 'symbol' in target
    ? `kprobes/r_${target.symbol}_${target.offset}`
    : undefined;
}

/** Gives back what went wrong, if anything did. */
async function remove(tracefs: EventFolder, probe: NamedProbe, name: string): Promise<unknown> {
  try {
    await appendCommand(tracefs.path(PROBE_KINDS[probe.kind].file), Buffer.from(`-:${name}`));
    return undefined;
  } catch (error) {
    return fileError(error, `Removing ${name}`);
  }
}
