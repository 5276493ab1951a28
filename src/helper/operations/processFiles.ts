import { page } from '../../protocol/batches';
import { toHex64 } from '../../protocol/scalars';
import { hasOtherMounts, listCode } from '../processFiles/listCode';
import { openCode } from '../processFiles/mappedInode';
import type { Operation } from './operation';

/** What a process runs. */
export const mappedFiles: Operation<'mappedFiles'> = ({ log }, { process, from = 0 }) => {
  const all = listCode(process);
  if (from === 0) {
    log.info(`listed the ${all.length} programs and libraries of process ${process.pid}`);
  }
  const { items, ...rest } = page(all, from);
  return Promise.resolve({ files: items, otherMounts: hasOtherMounts(process.pid), ...rest });
};

/** Opens one of them for reading; each time is a line of the log. */
export const openMapped: Operation<'openMapped'> = (
  { log, openFiles },
  { process, device, inode },
) => {
  const opened = openCode(process, { device: BigInt(device), inode: BigInt(inode) });
  const { size, mtimeNs } = opened.stat;
  const file = openFiles.add(opened);
  log.info(
    `reading ${opened.path} (device ${device}, inode ${inode}, ${size} bytes) of process ${process.pid}`,
  );
  return Promise.resolve({ file, size: toHex64(size), mtime: toHex64(mtimeNs) });
};

/** Bytes as they are: what they mean is found out by the user's side. */
export const readMapped: Operation<'readMapped'> = async (
  { openFiles },
  { file, offset, length },
) => {
  const bytes = await openFiles.read(file, BigInt(offset), length);
  return { data: bytes.toString('base64') };
};

export const closeMapped: Operation<'closeMapped'> = ({ openFiles }, { file }) => {
  openFiles.close(file);
  return Promise.resolve({});
};
