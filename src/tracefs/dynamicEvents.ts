import { fromByteText, splitCommand } from './commandText';
import { TracefsError } from './errors';
import { parseProbe } from './parseProbe';
import type { ProbeDefinition } from './probe';
import { parseProbeName } from './probeName';

/** A dynamic event as the kernel lists it, whoever made it. */
export interface ListedProbe {
  /** The line, with U+FFFD where its bytes are not UTF-8. */
  line: string;
  group: string;
  event: string;
  /**
   * For kprobes, kretprobes, uprobes and uretprobes; other kinds (eprobe, fprobe, synthetic…) have
   * their line only.
   */
  definition?: ProbeDefinition;
}

/** The lines of `dynamic_events`, `kprobe_events` or `uprobe_events`, given as byte text. */
export function parseListing(listing: string): ListedProbe[] {
  return listing
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(parseListed);
}

/** `X:GROUP/EVENT …`; synthetic events may be listed by their bare name (`__synth_event_show`). */
const EVENT = /^(?:[^\s:]*:)?(?:[^\s/]*\/)?([^\s;]+)/gm;

/** The event names alone: a tenth of the time of {@link parseListing}, as there may be thousands. */
export function listedNames(listing: string): Set<string> {
  const names = listing.matchAll(EVENT);
  return new Set(Array.from(names, ([, name = '']) => name));
}

function parseListed(bytes: string): ListedProbe {
  const line = Buffer.from(bytes, 'latin1').toString('utf8');
  try {
    const path = fromByteText(bytes);
    const definition = parseProbe(path);
    return {
      line,
      group: definition.group ?? '',
      event: definition.event ?? '',
      definition,
    };
  } catch (error) {
    if (!(error instanceof TracefsError)) {
      throw error;
    }
    return { line, ...nameOf(bytes) };
  }
}

function nameOf(bytes: string): { group: string; event: string } {
  const head = splitCommand(bytes.replaceAll('#', ' '))[0] ?? '';
  const colon = head.indexOf(':');
  try {
    const { group = 'synthetic', event = '' } = parseProbeName(
      head.slice(colon + 1).replace(/;$/, ''),
    );
    return { group, event };
  } catch {
    return { group: '', event: '' };
  }
}
