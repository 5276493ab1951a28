import type { FileBuild } from '../../workers/callers/placeNames';
import type { ElfFileInfo } from '../../workers/symbolMessages';

type Info = Pick<ElfFileInfo, 'buildId' | 'size' | 'mtime'>;

/** What tells a file from another one that takes its place. */
export function fileBuild({ buildId, size, mtime }: Info): FileBuild {
  return {
    ...(buildId !== undefined && { buildId }),
    ...{ size: Number(size), mtime: String(mtime) },
  };
}

/** Whether a file has the code that was recorded: by its build-id, without one by its size and time. */
export function isSameBuild(recorded: FileBuild, info: Info): boolean {
  const { buildId, size, mtime } = fileBuild(info);
  return recorded.buildId === undefined && buildId === undefined
    ? recorded.size === size && recorded.mtime === mtime
    : recorded.buildId === buildId;
}
