import { formatProbe, TracefsError, type ProbeDefinition } from '../tracefs';

/**
 * The line with the file's own path. The kernel's words have no quoting, so a path with white space
 * or `#` has no such line, nor has one that makes the line too long: for people it is shown all the
 * same, with those bytes in octal, as in `/proc/mounts`. Never throws for what was written.
 */
export function canonicalLine(definition: ProbeDefinition): string {
  try {
    return formatProbe(definition);
  } catch (error) {
    const path = 'path' in definition.target ? definition.target.path : undefined;
    if (!(error instanceof TracefsError) || typeof path !== 'string') {
      throw error;
    }
    return withPath(definition, escapePath(path));
  }
}

/** Formatted with the shortest path, which is then replaced: so any length will do. */
function withPath(definition: ProbeDefinition, path: string): string {
  const target = { ...definition.target, path: '/' };
  const line = formatProbe({ ...definition, target } as ProbeDefinition);
  const [head = '', place = '', ...args] = line.split(' ');
  return [head, path + place.slice(1), ...args].join(' ');
}

/** Octal for what the kernel takes for white space (0xA0 too, `lib/ctype.c`), comments and control. */
function escapePath(path: string): string {
  const bytes = Buffer.from(path).toString('latin1');
  const escaped = bytes.replace(/[\0-\x20\x7f\xa0#\\]/g, octal);
  const text = Buffer.from(escaped, 'latin1').toString('utf8');
  // A character with a byte escaped is no character any more: then all of its kind are.
  return text.includes('\ufffd') ? escaped.replace(/[\x80-\xff]/g, octal) : text;
}

function octal(byte: string): string {
  return `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
