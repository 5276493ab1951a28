import type { SymbolRow } from '../../elf/symbolRow';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import type { UserSymbol } from '../session/attachRequest';
import { usdtFacts } from './usdtFacts';

/**
 * The target of a probe `delta` bytes into a row's function; nothing where the file holds no code for it.
 * @param site of a USDT probe, the file offset of the one site that is meant instead of all
 */
export function userSymbol(
  path: string,
  info: ElfFileInfo,
  row: SymbolRow,
  delta = 0n,
  site?: bigint,
): UserSymbol | undefined {
  if (row.fileOffset === undefined) {
    return undefined;
  }
  const { origin } = info;
  return {
    path: origin?.path ?? path,
    device: info.dev,
    inode: info.inode,
    ...(info.buildId === undefined ? {} : { buildId: info.buildId }),
    symbol: row.name,
    ...(row.demangled === undefined ? {} : { displayName: row.demangled }),
    ...(delta === 0n ? {} : { delta }),
    address: row.address + delta,
    offset: row.fileOffset + delta,
    isGo: info.isGo,
    ...usdtFacts(row, site),
    ...(origin && { process: origin.process, where: origin.where }),
    ...(origin?.deleted && { deleted: true }),
    seen: {
      fileSize: info.size,
      mtime: info.mtime,
      size: row.size,
      section: row.section,
      ...(row.version === undefined ? {} : { version: row.version }),
    },
  };
}
