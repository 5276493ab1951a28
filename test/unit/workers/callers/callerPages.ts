import { parseEventFormat, type EventFormat } from '../../../../src/events/eventFormat';

/** A call as its probe records it. */
export interface RecordedCall {
  readonly thread: number;
  readonly ip: number;
  readonly caller: number | bigint;
}

const RECORD = 24;
const PAGE = 4096;
/** Bytes of a page's header, and of a record's with its length. */
const HEADER = 16;
const EVENT = 4;

/** As the kernel prints the format of `p:… work caller=$stack0:x64`. */
export const callerFormatText = (id: number): string => `name: work
ID: ${id}
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
	field:unsigned char common_preempt_count;	offset:3;	size:1;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:unsigned long __probe_ip;	offset:8;	size:8;	signed:0;
	field:u64 caller;	offset:16;	size:8;	signed:0;

print fmt: "(%lx) caller=0x%Lx", REC->__probe_ip, REC->caller
`;

export function callerFormat(id: number): EventFormat {
  const format = parseEventFormat(callerFormatText(id));
  if (!format) {
    throw new Error('not a format');
  }
  return format;
}

/** Sub-buffers of one CPU with these calls, one a ns. */
export function callerPages(id: number, calls: readonly RecordedCall[]): Buffer {
  const fits = Math.floor((PAGE - HEADER) / (RECORD + EVENT));
  const pages: Buffer[] = [];
  for (let from = 0; from < calls.length; from += fits) {
    const page = Buffer.alloc(PAGE);
    let at = HEADER;
    page.writeBigUInt64LE(BigInt(1000 + from), 0);
    for (const { thread, ip, caller } of calls.slice(from, from + fits)) {
      // A delta of 1 ns, and the length in words.
      page.writeUInt32LE((1 << 5) | (RECORD / 4), at);
      page.writeUInt16LE(id, at + EVENT);
      page.writeInt32LE(thread, at + EVENT + 4);
      page.writeBigUInt64LE(BigInt(ip), at + EVENT + 8);
      page.writeBigUInt64LE(BigInt.asUintN(64, BigInt(caller)), at + EVENT + 16);
      at += EVENT + RECORD;
    }
    page.writeUInt32LE(at - HEADER, 8);
    pages.push(page);
  }
  return Buffer.concat(pages);
}
