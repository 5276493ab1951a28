import type { HitCost } from '../code/hitCost';
import { readExtents } from '../code/readExtents';
import type { ElfImage } from '../elfImage';
import { machineName } from '../machines';
import type { RefusalCode, SymbolRow } from '../symbolRow';
import { commonArguments } from './commonArguments';
import { NOP_BYTES, nopCost } from './siteNop';
import { sitePlace, usdtRefusal, type SitePlace } from './siteRefusal';
import type { StapNote } from './stapNotes';
import { dataFetch, usdtArguments } from './usdtArguments';
import type { UsdtArgument, UsdtProbe, UsdtSite } from './usdtProbe';

/** A note with what is known of its place. */
interface Judged {
  readonly note: StapNote;
  readonly place: SitePlace;
  readonly refusal: RefusalCode | undefined;
  readonly cost: HitCost;
}

/** What {@link usdtRows} has to know beside the notes. */
export interface UsdtContext {
  readonly image: ElfImage;
  /** Address of a symbol that is defined once in the file. */
  readonly addressOf: (symbol: string) => bigint | undefined;
  /** Index of the first row. */
  readonly firstIndex: number;
}

/** One row for each provider and name, in the order of their first notes. Throws ElfError. */
export async function usdtRows(
  notes: readonly StapNote[],
  context: UsdtContext,
): Promise<SymbolRow[]> {
  const byName = new Map<string, Map<bigint, Judged>>();
  for (const judged of await judgeAll(notes, context.image)) {
    const name = `${judged.note.provider}:${judged.note.name}`;
    const sites = byName.get(name) ?? new Map<bigint, Judged>();
    // A place that is noted twice is one place.
    byName.set(name, sites.set(judged.note.address, judged));
  }
  return [...byName].map(([name, sites], i) =>
    // A name is there by its first site.
    usdtRow(context, context.firstIndex + i, name, [...sites.values()] as [Judged, ...Judged[]]),
  );
}

async function judgeAll(notes: readonly StapNote[], image: ElfImage): Promise<Judged[]> {
  const machine = machineName(image.header.machine);
  const places = notes.map(note => sitePlace(image, note));
  const extents = places.map(({ fileOffset = 0n }) => ({
    start: fileOffset,
    length: NOP_BYTES,
  }));
  const available = extents.map(({ start, length }) => {
    const left = image.file.size - start;
    return { start, length: left < BigInt(length) ? Number(left) : length };
  });
  const bytes = await readExtents(image.file, available);
  return notes.map((note, i) => {
    const place = places[i] ?? {};
    const code = bytes[i] ?? new Uint8Array();
    const refusal = usdtRefusal(image, machine, note, place, code);
    return { note, place, refusal, cost: nopCost(machine, code) };
  });
}

function usdtRow(
  context: UsdtContext,
  index: number,
  name: string,
  judged: readonly [Judged, ...Judged[]],
): SymbolRow {
  const fine = judged.filter(({ refusal }) => refusal === undefined);
  const isFine = fine.length > 0;
  const ofNop5 = judged.filter(({ refusal }) => refusal === 'siteNop5');
  const chosen = isFine ? fine : ofNop5;
  const { sites, omitted } = sitesOf(context, chosen);
  const [{ note, place, refusal = 'outsideSegments' }] = chosen.length > 0 ? chosen : judged;
  const { provider, name: probe } = note;
  return {
    index,
    name,
    ...firstPlace(sites[0] ?? { address: note.address, ...place }),
    size: 0n,
    sizeKnown: false,
    binding: 'other',
    type: 'usdt',
    section: '',
    table: 'stapsdt',
    aliases: [],
    uprobe: isFine ? { ok: true } : { ok: false, code: refusal },
    uretprobe: { ok: false, code: isFine ? 'marksPlace' : refusal },
    usdt: {
      provider,
      name: probe,
      sites,
      refusedSites: judged.length - sites.length,
      cost: chosen[0]?.cost ?? 'unknown',
      omitted,
    },
  };
}

function firstPlace({
  address,
  fileOffset,
}: {
  readonly address: bigint;
  readonly fileOffset?: bigint;
}): Pick<SymbolRow, 'address' | 'fileOffset'> {
  return { address, ...(fileOffset === undefined ? {} : { fileOffset }) };
}

function sitesOf(
  { image, addressOf }: UsdtContext,
  judged: readonly Judged[],
): Pick<UsdtProbe, 'sites' | 'omitted'> {
  const machine = machineName(image.header.machine);
  const sites: Omit<UsdtSite, 'args'>[] = [];
  const all: UsdtArgument[][] = [];
  const byAddress = judged.toSorted((a, b) => (a.note.address < b.note.address ? -1 : 1));
  for (const { note, place } of byAddress) {
    const { fileOffset, semaphore } = place;
    if (fileOffset === undefined) {
      continue;
    }
    const site = { address: note.address, fileOffset };
    sites.push({ ...site, ...(semaphore === undefined ? {} : { semaphore }), text: note.args });
    all.push(
      usdtArguments(note.args, {
        machine,
        wordSize: image.header.is64 ? 8 : 4,
        fetchAt: data => dataFetch(data, site),
        addressOf,
      }),
    );
  }
  const { fetched, omitted } = commonArguments(all);
  return { sites: sites.map((site, i) => ({ ...site, args: fetched[i] ?? [] })), omitted };
}
