import { parseFormatFields, type FormatField } from './formatFields';
import { RingBufferError } from './ringBufferError';

/** Where things are in a sub-buffer as `trace_pipe_raw` gives it; offsets and sizes in bytes. */
export interface PageLayout {
  readonly littleEndian: boolean;
  readonly timestampOffset: number;
  /** Of the word that holds the length and the flags: the lower half of the kernel's `long`. */
  readonly commitOffset: number;
  /** Of the kernel's `long`. */
  readonly longSize: number;
  readonly dataOffset: number;
  /** A whole sub-buffer: what one read takes. */
  readonly size: number;
}

/** A larger sub-buffer than the kernel allows (`buffer_subbuf_size_kb`) is a text that lies. */
const MAX_SIZE = 1 << 20;

/**
 * The event header that is decoded here, as `ring_buffer_print_entry_header` in
 * `kernel/trace/ring_buffer.c` has printed it since 2009.
 */
const EVENT_HEADER: readonly RegExp[] = [
  /type_len\s*:\s*5 bits/,
  /time_delta\s*:\s*27 bits/,
  /array\s*:\s*32 bits/,
  /padding\s*: type == 29\b/,
  /time_extend\s*: type == 30\b/,
  /data max type_len\s*== 28\b/,
];

/**
 * The layout that a kernel describes in `events/header_page` and `events/header_event`. Throws
 * {@link RingBufferError} `badLayout` where it is another one than is decoded here.
 */
export function parsePageLayout(
  headerPage: string,
  headerEvent: string,
  littleEndian: boolean,
): PageLayout {
  if (!EVENT_HEADER.every(line => line.test(headerEvent))) {
    throw new RingBufferError('badLayout', 'This kernel writes event headers of another kind.');
  }
  const fields = new Map(parseFormatFields(headerPage).map(field => [field.name, field]));
  const timestamp = need(fields, 'timestamp', [8]);
  const commit = need(fields, 'commit', [4, 8]);
  const data = need(fields, 'data');
  const size = data.offset + data.size;
  if (size > MAX_SIZE || data.size < 8 || commit.offset + commit.size > data.offset) {
    throw new RingBufferError('badLayout', `This kernel describes pages of ${size} bytes.`);
  }
  return {
    littleEndian,
    timestampOffset: timestamp.offset,
    commitOffset: littleEndian ? commit.offset : commit.offset + commit.size - 4,
    longSize: commit.size,
    dataOffset: data.offset,
    size,
  };
}

function need(
  fields: ReadonlyMap<string, FormatField>,
  name: string,
  sizes?: readonly number[],
): FormatField {
  const field = fields.get(name);
  if (!field || (sizes && !sizes.includes(field.size))) {
    throw new RingBufferError('badLayout', `This kernel's pages have no ${name} as expected.`);
  }
  return field;
}
