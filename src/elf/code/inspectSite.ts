import type { FilePath } from '../elfBytes';
import type { ElfFileInfo } from '../elfFileInfo';
import { type ElfImage, withElfImage } from '../elfImage';
import type { SymbolAt } from '../symbolQuery';
import type { SymbolRow } from '../symbolRow';
import { arm64Refusal } from './arm64Site';
import { jumpsInto } from './coldParts';
import { codeExtent, isSameFile, MAX_FUNCTION } from './codeExtent';
import type { ProbeSite, SiteRefusal, SiteVerdict } from './probeSite';
import { provedCode, type TableReader } from './provedCode';
import { neverReturnsByName } from './returns';
import { hasCode, siteWarnings } from './siteWarnings';
import { tableReader } from './tableReader';
import { withX86Decoder } from './x86Decoder';
import { type DecodedSite, x86Site } from './x86Site';

/**
 * What a probe at a place of a file would do, before it is armed. Reads the code anew and decodes the
 * function that holds the place from its first byte.
 * @param info of the file when its symbols were read
 * @param at the function, from the file's symbol index
 * @param parents for a part that was moved away, the functions it may belong to
 * @throws ElfError
 */
export async function inspectSite(
  path: FilePath,
  info: ElfFileInfo,
  at: SymbolAt | undefined,
  parents: readonly SymbolRow[] = [],
): Promise<ProbeSite> {
  if (!at) {
    return refused('noFunction', 0n);
  }
  const { row, delta } = at;
  if (!row.uprobe.ok && !hasCode(row)) {
    return refused(row.uprobe.code, delta, row);
  }
  const site = await withElfImage(path, async image => {
    const code = await functionCode(image, info, row);
    const tables = tableReader(image.file, () => Promise.resolve(image.segments), row.address);
    const isMoved = info.machine === 'x86-64' && parents.length > 0;
    const entries = isMoved ? await jumpsInto(image, row, parents) : [];
    return code && decodedSite(info.machine, code, row, Number(delta), { tables, entries });
  });
  if (!site) {
    return refused('fileChanged', delta, row);
  }
  const uprobe = verdict(site.refusal ?? (row.uprobe.ok ? undefined : row.uprobe.code));
  return {
    row,
    delta,
    uprobe,
    uretprobe: verdict(returnRefusal(row, delta, site)),
    cost: site.cost,
    warnings: siteWarnings(row),
    ...(site.pastEndbr === undefined || row.fileOffset === undefined
      ? {}
      : { pastEndbr: row.fileOffset + BigInt(site.pastEndbr) }),
  };
}

/** The function's bytes, cut to its segment; nothing where the file is another one by now. */
async function functionCode(
  { file, code }: ElfImage,
  info: ElfFileInfo,
  row: SymbolRow,
): Promise<Uint8Array | undefined> {
  const extent = isSameFile(file, info) ? codeExtent(code, row) : undefined;
  return extent && file.read(extent.start, BigInt(extent.length), MAX_FUNCTION, 'code');
}

async function decodedSite(
  machine: string,
  code: Uint8Array,
  row: SymbolRow,
  offset: number,
  { tables, entries }: { readonly tables: TableReader; readonly entries: readonly number[] },
): Promise<DecodedSite> {
  const undecoded = { cost: 'unknown', neverReturns: false } as const;
  if (offset !== 0 && row.type !== 'func') {
    // An assembler's label, which may be of data.
    return { refusal: 'unreached', ...undecoded };
  }
  switch (machine) {
    case 'x86-64': {
      const isCalled = row.uretprobe.ok || row.uretprobe.code !== 'notCalled';
      const site = await withX86Decoder(code, async decoder => {
        const proved = await provedCode(decoder, code.length, tables, entries);
        return x86Site(decoder, proved, code.length, offset, isCalled);
      });
      // Where the symbol table knows no size, the bytes may be those of what follows.
      return row.sizeKnown ? site : { ...site, neverReturns: false };
    }
    case 'AArch64': {
      const refusal = arm64Refusal(code, offset);
      return refusal === undefined ? undecoded : { refusal, ...undecoded };
    }
    default:
      return offset === 0 ? undecoded : { refusal: 'otherMachine', ...undecoded };
  }
}

function returnRefusal(row: SymbolRow, delta: bigint, site: DecodedSite): SiteRefusal | undefined {
  // That of a nop comes last: some kernels do no harm there.
  if (site.refusal !== undefined && site.refusal !== 'nop5') {
    return site.refusal;
  }
  if (delta !== 0n) {
    return 'notEntry';
  }
  if (!row.uretprobe.ok) {
    return row.uretprobe.code;
  }
  return site.neverReturns || neverReturnsByName(row.name) ? 'noReturn' : site.refusal;
}

function verdict(code: SiteRefusal | undefined): SiteVerdict {
  return code === undefined ? { ok: true } : { ok: false, code };
}

function refused(code: SiteRefusal, delta: bigint, row?: SymbolRow): ProbeSite {
  const refusal = verdict(code);
  return {
    ...(row ? { row } : {}),
    delta,
    uprobe: refusal,
    uretprobe: refusal,
    cost: 'unknown',
    warnings: [],
  };
}
