import type { ElfFileInfo } from '../../workers/symbolMessages';

/** Tables with all functions of a program. `.dynsym` has those that other files may call. */
const FULL: readonly string[] = ['symtab', 'debugfile', 'debugdata', 'gopclntab'];

/** The build-id of a file whose functions have no names, which a debug file would give them. */
export function wantedSymbols(
  info: Pick<ElfFileInfo, 'buildId' | 'tables' | 'type'>,
): string | undefined {
  const { buildId, tables, type } = info;
  return type === 'relocatable' || tables.some(table => FULL.includes(table)) ? undefined : buildId;
}
