import type { DebugReport } from './debugFile';
import type { DebugPlaces } from './debugPlaces';
import type { ElfBytes, FilePath } from './elfBytes';
import { type ElfFileInfo, readFileInfo } from './elfFileInfo';
import { type ElfImage, readImage } from './elfImage';
import type { LaterNames } from './laterNames';
import type { SymbolColumns } from './symbolColumns';
import { readSymbolTables } from './symbolTables';
import { readVersions, type SymbolVersions } from './symbolVersions';

/** What a file's symbols are made into rows of. */
export interface FileSymbols {
  readonly info: ElfFileInfo;
  readonly image: ElfImage;
  readonly columns: SymbolColumns;
  readonly versions: SymbolVersions | undefined;
  readonly debug: DebugReport;
  readonly names?: LaterNames;
}

/** Reads all but what is left for later. Throws ElfError. */
export async function readFileSymbols(
  file: ElfBytes,
  path: FilePath,
  places: DebugPlaces | undefined,
): Promise<FileSymbols> {
  const image = await readImage(file);
  const info = await readFileInfo(image);
  const versions = await readVersions(image);
  let debug: DebugReport = { refused: [] };
  const { columns, names } = await readSymbolTables(
    image,
    versions,
    places && { path, places, report: found => (debug = found) },
  );
  return { info, image, columns, versions, debug, ...(names && { names }) };
}
