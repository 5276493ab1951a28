/** `events/header_event` as Linux 2.6.30 to 6.18 print it. */
export const HEADER_EVENT = `# compressed entry header
	type_len    :    5 bits
	time_delta  :   27 bits
	array       :   32 bits

	padding     : type == 29
	time_extend : type == 30
	time_stamp : type == 31
	data max type_len  == 28
`;

/** `events/header_page` of a kernel with pages of 4 KiB. */
export function headerPage(longSize: 4 | 8): string {
  const data = 8 + longSize;
  return `	field: u64 timestamp;	offset:0;	size:8;	signed:0;
	field: local_t commit;	offset:8;	size:${longSize};	signed:1;
	field: int overwrite;	offset:8;	size:1;	signed:1;
	field: char data;	offset:${data};	size:${longSize === 8 ? 4080 : 4096 - data};	signed:0;
`;
}

/** What a page holds, in its order. `elapsed` and `ahead` are ns after what was before. */
export type Item =
  | { kind: 'record' | 'givenUp'; words: number; elapsed: number; fill: number }
  | { kind: 'extend'; elapsed: number }
  | { kind: 'stamp'; ahead: number };

interface Page {
  readonly littleEndian: boolean;
  readonly longSize: 4 | 8;
  readonly time: bigint;
  readonly items: readonly Item[];
  readonly missed: number | 'some';
}

/** A page as the kernel writes it, and the records a reader must find. */
export function writePage({ littleEndian, longSize, time, items, missed }: Page) {
  const page = new Uint8Array(4096);
  const view = new DataView(page.buffer);
  const records: { bytes: number[]; delta: number }[] = [];
  const data = 8 + longSize;
  let at = data;
  let delta = 0;
  const header = (type: number, elapsed: number): void => {
    const word = littleEndian ? elapsed * 32 + type : type * 2 ** 27 + elapsed;
    view.setUint32(at, word >>> 0, littleEndian);
  };
  const array = (value: number): void => view.setUint32(at + 4, value, littleEndian);
  for (const item of items) {
    if (item.kind === 'extend') {
      delta += item.elapsed;
      header(30, item.elapsed % 2 ** 27);
      array(Math.floor(item.elapsed / 2 ** 27));
      at += 8;
    } else if (item.kind === 'stamp') {
      delta += item.ahead;
      // 59 bits; the reader takes the upper ones from the time before.
      const stamp = (time + BigInt(delta)) & (2n ** 59n - 1n);
      header(31, Number(stamp & (2n ** 27n - 1n)));
      array(Number(stamp >> 27n));
      at += 8;
    } else {
      delta += item.elapsed;
      const length = item.words * 4;
      if (item.kind === 'record' && item.words <= 28) {
        header(item.words, item.elapsed);
        at += 4;
      } else {
        // A record given up has a time of at least 1 ns: with 0 it is the end of the page.
        const elapsed = item.kind === 'givenUp' ? Math.max(1, item.elapsed) : item.elapsed;
        delta += elapsed - item.elapsed;
        header(item.kind === 'givenUp' ? 29 : 0, elapsed);
        array(length + 4);
        at += 8;
      }
      page.fill(item.fill, at, at + length);
      if (item.kind === 'record') {
        records.push({ bytes: Array.from({ length }, () => item.fill), delta });
      }
      at += length;
    }
  }
  view.setBigUint64(0, time, littleEndian);
  writeCommit(view, at - data, missed, littleEndian, longSize);
  return { page, records };
}

/** The word with the length and the flags, and the count of lost events behind the records. */
function writeCommit(
  view: DataView,
  length: number,
  missed: Page['missed'],
  littleEndian: boolean,
  longSize: Page['longSize'],
): void {
  const flags = missed === 0 ? 0 : 2 ** 31 + (missed === 'some' ? 0 : 2 ** 30);
  const at = littleEndian || longSize === 4 ? 8 : 12;
  view.setUint32(at, (length + flags) >>> 0, littleEndian);
  const end = 8 + longSize + length;
  if (typeof missed === 'number' && missed > 0) {
    if (longSize === 8) {
      view.setBigUint64(end, BigInt(missed), littleEndian);
    } else {
      view.setUint32(end, missed, littleEndian);
    }
  }
}
