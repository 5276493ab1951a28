import { HEADER_EVENT, headerPage } from '../tracefs/pageWriter';

/** The kernel's words on the events of `storePages.ts`. */
export const FORMAT = (id: number, name = `work${id}`): string => `name: ${name}
ID: ${id}
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:s32 a;	offset:8;	size:4;	signed:1;
	field:__data_loc char[] s;	offset:12;	size:4;	signed:1;

print fmt: "a=%d s=\\"%s\\"", REC->a, __get_str(s)
`;

/** A capture of them. */
export const FACTS = {
  ...{ capture: 3, littleEndian: true, clock: 'mono' },
  ...{ headerPage: headerPage(8), headerEvent: HEADER_EVENT },
};
