import type { SymbolRow } from '../../elf/symbolRow';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import type { UserSymbol } from '../session/attachRequest';

/** The target of a probe on a row's first byte; nothing where the file holds no code for it. */
export function userSymbol(
  path: string,
  info: ElfFileInfo,
  row: SymbolRow,
): UserSymbol | undefined {
  if (row.fileOffset === undefined) {
    return undefined;
  }
  return {
    path,
    device: info.dev,
    inode: info.inode,
    ...(info.buildId === undefined ? {} : { buildId: info.buildId }),
    symbol: row.name,
    address: row.address,
    offset: row.fileOffset,
    isGo: info.isGo,
  };
}
