import { countMappers } from '../processFiles/countMappers';
import { Refusal } from '../refusal';
import type { Operation } from './operation';

/** Who runs each file: it reads of every process, so not as often as one likes. */
export const mappers: Operation<'mappers'> = async ({ mapperRate }, { files }, task) => {
  if (!mapperRate.take()) {
    throw new Refusal('limit', 'Processes were looked at just now: ask again in a second.');
  }
  const inodes = files.map(({ device, inode }) => ({
    device: BigInt(device),
    inode: BigInt(inode),
  }));
  const counted = await countMappers(inodes, task.isStopped);
  return { files: [...counted.files], unseen: counted.unseen };
};
