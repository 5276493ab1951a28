import { parseEventFormat, type EventFormat } from '../../../src/events/eventFormat';
import { parsePageLayout } from '../../../src/tracefs';
import { HEADER_EVENT, headerPage } from '../tracefs/pageWriter';

export const LAYOUT = parsePageLayout(headerPage(8), HEADER_EVENT, true);

/** As the kernel prints the format of `p:… work a=%di:s32 s=…:string`. */
export function workFormat(id: number): EventFormat {
  const format = parseEventFormat(`name: work${id}
ID: ${id}
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
	field:unsigned char common_preempt_count;	offset:3;	size:1;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:s32 a;	offset:8;	size:4;	signed:1;
	field:__data_loc char[] s;	offset:12;	size:4;	signed:1;

print fmt: "a=%d s=\\"%s\\"", REC->a, __get_str(s)
`);
  if (!format) {
    throw new Error('not a format');
  }
  return format;
}

export interface Event {
  readonly id: number;
  /** ns, absolute. */
  readonly time: number;
  readonly thread: number;
  readonly a: number;
  readonly s: string;
}

/** Sub-buffers of one CPU with these events, which are in the order of time. */
export function pagesOf(events: readonly Event[]): Buffer {
  const pages: Buffer[] = [];
  let page = Buffer.alloc(4096);
  let at = 16;
  let last = 0;
  const finish = (): void => {
    page.writeUInt32LE(at - 16, 8);
    pages.push(page);
  };
  for (const { id, time, thread, a, s } of events) {
    const text = Buffer.from(`${s}\0`);
    const length = Math.ceil((16 + text.length) / 4) * 4;
    if (at === 16 || at + 8 + length > 4096 || time - last >= 2 ** 27) {
      if (at > 16) {
        finish();
        page = Buffer.alloc(4096);
        at = 16;
      }
      page.writeBigUInt64LE(BigInt(time), 0);
      last = time;
    }
    page.writeUInt32LE((time - last) * 32, at);
    page.writeUInt32LE(length + 4, at + 4);
    const record = at + 8;
    page.writeUInt16LE(id, record);
    page.writeInt32LE(thread, record + 4);
    page.writeInt32LE(a, record + 8);
    page.writeUInt32LE(text.length * 65536 + 16, record + 12);
    text.copy(page, record + 16);
    at = record + length;
    last = time;
  }
  finish();
  return Buffer.concat(pages);
}
