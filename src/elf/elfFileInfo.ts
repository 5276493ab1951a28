import { readDynamic } from './dynamicSection';
import { ET_EXEC, ET_REL } from './elfHeader';
import type { ElfImage } from './elfImage';
import { machineName } from './machines';
import { readNotes } from './notes';

/** What a file's headers say of it. */
export interface ElfFileInfo {
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  /** `shared`: a library or a position-independent program. */
  readonly type: 'executable' | 'shared' | 'relocatable';
  /** `x86-64`, `AArch64`, … or `machine 0x1234`. */
  readonly machine: string;
  /** Lower-case hex of NT_GNU_BUILD_ID. */
  readonly buildId?: string;
  readonly soname?: string;
  /** Sonames of DT_NEEDED, in order. */
  readonly needed: readonly string[];
  /** Directories of DT_RUNPATH (or DT_RPATH), `$ORIGIN` not expanded. */
  readonly runpath: readonly string[];
  /** Return probes are refused on these. */
  readonly isGo: boolean;
  readonly dev: bigint;
  readonly inode: bigint;
  /** Bytes. */
  readonly size: bigint;
  /** ns since the epoch. */
  readonly mtime: bigint;
}

export async function readFileInfo(image: ElfImage): Promise<ElfFileInfo> {
  const { header, file } = image;
  return {
    bits: header.is64 ? 64 : 32,
    endian: header.littleEndian ? 'little' : 'big',
    type:
      header.type === ET_REL ? 'relocatable' : header.type === ET_EXEC ? 'executable' : 'shared',
    machine: machineName(header.machine),
    ...(await readNotes(image)),
    ...(await readDynamic(image)),
    dev: file.stat.dev,
    inode: file.stat.ino,
    size: file.size,
    mtime: file.stat.mtimeNs,
  };
}
