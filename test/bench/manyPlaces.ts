import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Tracefs } from '../../src/tracefs';
import type { HitProgram } from './hitProgram';
import { judge, Table } from './table';

const ROUNDS = 7;
/** Places of one event, as the product makes them of so many functions. */
const PLACES = 1000;
const LABELS = { raw: 'one raw write of the lines', core: 'as the product makes them' } as const;

/** Making an event of many places, by the product's core and by hand, interleaved; none is armed. */
export async function benchManyPlaces(tracefs: Tracefs, program: HitProgram): Promise<void> {
  const table = new Table(`${PLACES} places of an event`, LABELS.raw);
  const group = `bench_places_p${process.pid}`;
  const { offset } = await program.site('stepped');
  const target = { path: program.path, offset };
  // Places of an event differ; the kernel looks at none of them before it is armed.
  const more = Array.from({ length: PLACES - 1 }, (_, at) => ({
    target: { ...target, offset: offset + BigInt(at + 1) },
  }));
  const places = [target, ...more.map(each => each.target)];
  const lines = places.map(each => place(group, each.path, each.offset)).join('');
  for (let round = 0; round < ROUNDS; round++) {
    table.time(LABELS.raw, () => {
      writeRaw(tracefs, lines);
    });
    await tracefs.removeLocations(group, 'many', 'uprobe');
    const begin = performance.now();
    const definition = { kind: 'uprobe', target, args: [], group, event: 'many' } as const;
    const event = await tracefs.createEvent(definition, { more });
    table.add(LABELS.core, performance.now() - begin);
    await event.close();
  }
  table.print();
  judge('1000-places/raw-write', table.ratio(LABELS.core), 1.2);
}

function place(group: string, path: string, offset: bigint): string {
  return `p:${group}/many ${path}:0x${offset.toString(16)}\n`;
}

function writeRaw(tracefs: Tracefs, lines: string): void {
  const fd = openSync(tracefs.path('uprobe_events'), constants.O_WRONLY | constants.O_APPEND);
  try {
    // The kernel takes a page at a time.
    for (let rest = Buffer.from(lines); rest.length > 0;) {
      rest = rest.subarray(writeSync(fd, rest));
    }
  } finally {
    closeSync(fd);
  }
}
