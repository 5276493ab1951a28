import fc from 'fast-check';
import { EventService } from '../../../../src/workers/eventService';
import { ThreadNames } from '../../../../src/workers/threadNames';
import { HEADER_EVENT, headerPage } from '../../tracefs/pageWriter';

/** An event with every kind of field there is, as the kernel describes it. */
const format = (id: number): string => `name: every${id}
ID: ${id}
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:s8 small;	offset:8;	size:1;	signed:1;
	field:char letter;	offset:9;	size:1;	signed:0;
	field:u16 word;	offset:10;	size:2;	signed:0;
	field:s32 number;	offset:12;	size:4;	signed:1;
	field:u64 large;	offset:16;	size:8;	signed:0;
	field:s64 longest;	offset:24;	size:8;	signed:1;
	field:u16 list[3];	offset:32;	size:6;	signed:0;
	field:char comm[10];	offset:38;	size:10;	signed:0;
	field:__data_loc char[] text;	offset:48;	size:4;	signed:1;
	field:__data_loc char[][2] texts;	offset:52;	size:8;	signed:1;
	field:struct thing odd;	offset:60;	size:12;	signed:0;

print fmt: "small=%d letter='%c' word=%u number=%d large=0x%Lx longest=%Ld list={%u,%u,%u} text=\\"%s\\""
`;
const FIXED = 72;
const FACTS = {
  ...{ capture: 1, littleEndian: true, clock: 'mono', aheadOfMonotonic: 0 },
  ...{ headerPage: headerPage(8), headerEvent: HEADER_EVENT },
};

/** One record: bytes for its fields, and texts. */
interface Sample {
  readonly id: number;
  readonly cpu: number;
  /** ns after the record before. */
  readonly elapsed: number;
  readonly thread: number;
  readonly bytes: Uint8Array;
  readonly texts: readonly (string | null)[];
}

const bytes = fc.uint8Array({ minLength: FIXED - 8, maxLength: FIXED - 8 });
const text = fc.option(fc.string({ unit: 'binary', maxLength: 40 }), { freq: 6 });
export const SAMPLES = fc.array(
  fc.record<Sample>({
    id: fc.constantFrom(7, 8),
    cpu: fc.nat({ max: 3 }),
    elapsed: fc.nat({ max: 50 }),
    thread: fc.integer({ min: -1, max: 2 ** 22 }),
    bytes,
    texts: fc.tuple(text, text, text),
  }),
  { maxLength: 60 },
);

/** A worker's service with those events as a capture read them, which is over. */
export function captured(samples: readonly Sample[]): EventService {
  const clock = { now: 0 };
  const service = serviceOf(clock);
  service.handlers.begin({ facts: FACTS, capacity: 1e7, isLocal: true });
  const [entry, ret] = [7, 8].map(id => service.handlers.format({ text: format(id) }));
  service.handlers.pair({ entry: entry!, ret: ret! });
  let time = 1_000_000_000_000n;
  for (const sample of samples) {
    time += BigInt(sample.elapsed);
    service.takePages(1, sample.cpu, 0, page(time, record(sample)));
  }
  clock.now = 1e5;
  return service;
}

export function serviceOf(clock = { now: 0 }): EventService {
  const names = new ThreadNames(tid =>
    Promise.resolve(tid % 2 === 0 ? { pid: tid, name: `p\u202e "${tid}`, uid: 0 } : undefined),
  );
  return new EventService(names, () => clock.now);
}

function record({ id, thread, bytes, texts }: Sample): Buffer {
  const parts = texts.map(each => (each === null ? Buffer.alloc(0) : Buffer.from(`${each}\0`)));
  const fixed = Buffer.alloc(FIXED);
  fixed.set(bytes, 8);
  fixed.writeUInt16LE(id, 0);
  fixed.writeInt32LE(thread, 4);
  let at = FIXED;
  parts.forEach((part, index) => {
    fixed.writeUInt32LE(part.length * 65536 + at, 48 + index * 4);
    at += part.length;
  });
  return Buffer.concat([fixed, ...parts]);
}

/** A sub-buffer with one record. */
function page(time: bigint, bytes: Buffer): Buffer {
  const length = Math.ceil(bytes.length / 4) * 4;
  const page = Buffer.alloc(4096);
  page.writeBigUInt64LE(time, 0);
  page.writeUInt32LE(length + 8, 8);
  page.writeUInt32LE(length + 4, 20);
  page.set(bytes, 24);
  return page;
}
