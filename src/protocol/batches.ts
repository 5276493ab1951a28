import { MAX_PAYLOAD } from './frames';
import { MAX_BATCH, type CreateProbe } from './probes';

/** Room a frame leaves for items, once its envelope is in. */
const ROOM = MAX_PAYLOAD[0] - 1024;
/**
 * What an answer has beside the texts of its request, in bytes: names of the group and the event in
 * both lines, numbers, or an error's words ({@link MAX_MESSAGE}).
 */
const RESULT_OVERHEAD = 820;
/** Longest `message` of an error, in characters. */
export const MAX_MESSAGE = 256;

/** Bytes of a value as JSON in UTF-8. */
export function jsonSize(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** What keeps a path from standing in a line as it is (`isspace` of the kernel, comments). */
const SEPARATORS = /[\t-\r \xa0#]/;
/** A longer path may make the line too long for the kernel, whose limit is 4094 bytes. */
const SHORT_PATH = 2000;
/** Bytes of one byte in octal, as JSON: `\\040`. */
const OCTAL_SIZE = 5;

/**
 * Most bytes the answer to one item of `create` takes. Texts count twice: a file's path is both in
 * `file` and in `canonical`, a refused filter is the line and what the kernel quotes, the arguments are in both lines or in the line and the kernel's quote.
 */
export function createResultSize(probe: CreateProbe): number {
  const { label, limits, filter } = probe;
  const size = RESULT_OVERHEAD + jsonSize(label) + jsonSize({ limits }) + 2 * jsonSize({ filter });
  if (probe.kind === 'tracepoint') {
    return size;
  }
  const target =
    'file' in probe
      ? jsonSize(probe.file.path) + canonicalSize(probe.file.path)
      : 2 * longestSymbol(probe);
  return (
    size + target + argumentsSize(probe) + (probe.more === undefined ? 0 : jsonSize(probe.more))
  );
}

/** Further places are in the request only; an error quotes one of their lines, with its arguments. */
function argumentsSize({ args, more }: Extract<CreateProbe, { args: unknown }>): number {
  const own = (more ?? []).map(location => location.args ?? []);
  return 2 * Math.max(...[args, ...own].map(jsonSize));
}

function longestSymbol({ symbol, module, more }: Extract<CreateProbe, { symbol: string }>): number {
  const places = [{ symbol, module }, ...(more ?? [])];
  return Math.max(...places.map(place => jsonSize(`${place.module ?? ''}:${place.symbol}`)));
}

/** A path that cannot stand in a line as it is has bytes in octal there. */
function canonicalSize(path: string): number {
  const bytes = Buffer.from(path).toString('latin1');
  const isPlain = !SEPARATORS.test(bytes) && bytes.length <= SHORT_PATH;
  return Math.max(jsonSize(path), isPlain ? 0 : OCTAL_SIZE * bytes.length);
}

/** Whether request and answer of one `create` both fit a frame. */
export function createFits(probes: readonly CreateProbe[]): boolean {
  return probes.reduce((sum, probe) => sum + createResultSize(probe), 0) <= ROOM;
}

/** Cuts any number of probes into requests that fit, in order. */
export function createBatches(probes: readonly CreateProbe[]): CreateProbe[][] {
  const batches: CreateProbe[][] = [];
  let room = 0;
  for (const probe of probes) {
    const size = createResultSize(probe);
    const last = batches.at(-1);
    if (last !== undefined && last.length < MAX_BATCH && size <= room) {
      last.push(probe);
      room -= size;
    } else {
      batches.push([probe]);
      room = ROOM - size;
    }
  }
  return batches;
}

/** The items of `all` from index `from` that fit one frame, and where the next page starts. */
export function page<T>(all: readonly T[], from: number): { items: T[]; next?: number } {
  const items: T[] = [];
  let room = ROOM;
  for (let at = from; at < all.length; at++) {
    const item = all[at] as T;
    room -= jsonSize(item) + 1;
    if (room < 0 && items.length > 0) {
      return { items, next: at };
    }
    items.push(item);
  }
  return { items };
}
