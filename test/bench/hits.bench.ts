import { mkdtempSync, rmSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { shortCost } from '../../src/extension/text/shortCost';
import { inEnglish } from '../../src/extension/text/translate';
import {
  type FetchArgument,
  type Instance,
  type ProbeDefinition,
  Tracefs,
} from '../../src/tracefs';
import { HitProgram, type HitSite } from './hitProgram';
import { benchManyPlaces } from './manyPlaces';
import { judge, Table } from './table';

const ROUNDS = 9;
const CALLS = 10_000;
/** How far what the product says of a hit may be from what it takes, either way. */
const ESTIMATE_FACTOR = 3;
const THREE: readonly FetchArgument[] = ['%di', '%si', '%dx'].map((fetch, index) => ({
  name: `arg${index + 1}`,
  fetch,
  type: 's64',
}));

/** A probe whose hits are timed, by the function that is called. */
interface Case {
  readonly label: string;
  readonly of: HitSite;
  readonly kind?: 'uprobe' | 'uretprobe';
  readonly args?: readonly FetchArgument[];
  /** Bytes past the function's first. */
  readonly past?: bigint;
}

const folder = mkdtempSync(join(tmpdir(), 'probescope-hits-'));
try {
  await run(await HitProgram.compile(folder));
} finally {
  rmSync(folder, { recursive: true });
}

/** What each kind of probe adds to a call, one after the other in each round. */
async function run(program: HitProgram): Promise<void> {
  const [stepped, emulated, marked] = await Promise.all(
    ['stepped', 'emulated', 'marked'].map(name => program.site(name)),
  );
  if (!stepped || !emulated || marked?.site.pastEndbr === undefined) {
    throw new Error('The product does not offer to probe past endbr64');
  }
  const past = marked.site.pastEndbr - marked.offset;
  const cases = {
    emulated: { label: 'emulated, entry', of: emulated },
    emulatedArgs: { label: 'emulated, entry, 3 arguments', of: emulated, args: THREE },
    emulatedReturn: { label: 'emulated, return', of: emulated, kind: 'uretprobe' },
    stepped: { label: 'single-stepped, entry', of: stepped },
    steppedArgs: { label: 'single-stepped, entry, 3 arguments', of: stepped, args: THREE },
    steppedReturn: { label: 'single-stepped, return', of: stepped, kind: 'uretprobe' },
    endbr: { label: 'endbr64', of: marked },
    past: { label: 'past endbr64', of: marked, past },
  } as const satisfies Record<string, Case>;
  const table = new Table(`one hit of ${CALLS}`, cases.emulated.label, 'ns');
  const tracefs = await Tracefs.discover();
  await benchManyPlaces(tracefs, program);
  const group = `bench_hits_p${process.pid}`;
  const instance = await tracefs.createInstance(group);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const each of Object.values<Case>(cases)) {
        table.add(each.label, await nsPerHit(tracefs, instance, program, each));
      }
    }
  } finally {
    await instance.remove();
  }
  table.print();
  const ns = ({ label }: Case): number => table.median(label);
  judge('emulated/stepped', ns(cases.emulated) / ns(cases.stepped), 1 / 10);
  judge('past-endbr64/endbr64', ns(cases.past) / ns(cases.endbr), 1 / 10);
  judge('return/entry', ns(cases.emulatedReturn) / ns(cases.emulated), 1.6);
  judge('3-arguments/none', ns(cases.emulatedArgs) / ns(cases.emulated), 1.4);
  for (const each of [cases.emulated, cases.stepped, cases.endbr, cases.past]) {
    const told = toldNs(each);
    const factor = Math.max(ns(each) / told, told / ns(each));
    judge(`estimate-of-${each.label.replace(/[ ,]+/g, '-')}`, factor, ESTIMATE_FACTOR);
  }
}

/** A call with the probe armed, less a call without. */
async function nsPerHit(
  tracefs: Tracefs,
  instance: Instance,
  program: HitProgram,
  { of, kind = 'uprobe', args = [], past = 0n }: Case,
): Promise<number> {
  const target = { path: program.path, offset: of.offset + past };
  const group = `bench_hits_p${process.pid}`;
  const definition: ProbeDefinition = { kind, target, args: [...args], group, event: 'hit' };
  const bare = await program.nsPerCall(of.name, CALLS);
  const event = await tracefs.createEvent(definition);
  try {
    await instance.setEnabled(group, 'hit', true);
    const probed = await program.nsPerCall(of.name, CALLS);
    await instance.setEnabled(group, 'hit', false);
    return probed - bare;
  } finally {
    await event.close();
  }
}

/** What the picker and the symbols editor say of the place, `~10 µs`. */
function toldNs({ of: { site }, past }: Case): number {
  const cost = past === undefined ? site.cost : 'emulated';
  const { text } = shortCost({ cost }, release(), inEnglish);
  return Number(/^~(\d+) µs$/.exec(text)?.[1]) * 1000;
}
