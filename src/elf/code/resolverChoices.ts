import type { FilePath } from '../elfBytes';
import type { ElfFileInfo } from '../elfFileInfo';
import { withElfImage } from '../elfImage';
import type { SymbolAt, SymbolPlace } from '../symbolQuery';
import type { SymbolRow } from '../symbolRow';
import { codeExtent, isSameFile, MAX_FUNCTION } from './codeExtent';
import { reachedCode } from './reachedCode';
import { withX86Decoder } from './x86Decoder';

/** Most functions that are named; the C library has a dozen for one name. */
const MAX_CHOICES = 64;

/**
 * The functions among which an IFUNC's resolver chooses, as far as it takes their addresses and the
 * file names them: a stripped C library does not. In the order of the code; none on other machines.
 * @throws ElfError
 */
export async function resolverChoices(
  path: FilePath,
  info: ElfFileInfo,
  resolver: SymbolRow,
  symbolAt: (place: SymbolPlace) => SymbolAt | undefined,
): Promise<readonly SymbolRow[]> {
  if (info.machine !== 'x86-64') {
    return [];
  }
  const addresses = await withElfImage(path, async ({ file, code }) => {
    const extent = isSameFile(file, info) ? codeExtent(code, resolver) : undefined;
    const length = BigInt(extent?.length ?? 0);
    const bytes = extent && (await file.read(extent.start, length, MAX_FUNCTION, 'code'));
    return bytes ? addressesTaken(bytes, resolver.address) : [];
  });
  const choices = new Map<bigint, SymbolRow>();
  for (const address of addresses) {
    const at = address === resolver.address ? undefined : symbolAt({ address });
    if (at?.delta === 0n && at.row.uprobe.ok && choices.size < MAX_CHOICES) {
      choices.set(address, at.row);
    }
  }
  return [...choices.values()];
}

function addressesTaken(code: Uint8Array, start: bigint): Promise<bigint[]> {
  return withX86Decoder(code, decoder => {
    const { instructions } = reachedCode(decoder, code.length);
    return [...instructions.keys()]
      .sort((a, b) => a - b)
      .flatMap(offset => {
        const operation = decoder.operation(offset);
        return operation.kind === 'address' ? [start + BigInt(operation.of)] : [];
      });
  });
}
