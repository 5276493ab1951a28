import * as v from 'valibot';
import { Hex64 } from './scalars';

/** Most bytes of one `readMapped`: in base64 they fit a JSON frame with its envelope. */
export const MAX_READ = 47 * 1024;

/** A process, named for good: its pid may be given to another, its start time makes that another one. */
export const ProcessId = v.strictObject({
  /** PID_MAX_LIMIT of include/linux/threads.h. */
  pid: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_194_304)),
  /** Field 22 of `/proc/PID/stat`: clock ticks since boot. */
  start: Hex64,
});
export type ProcessId = v.InferOutput<typeof ProcessId>;

/** A file that a process runs code of. */
export const MappedCode = v.strictObject({
  /** For people: as it is called in the process's mount namespace. Not to be shown unescaped. */
  path: v.string(),
  /** `st_dev` and `st_ino` of the open file, which name it to `openMapped` and `create`. */
  device: Hex64,
  inode: Hex64,
  /** It has no name any more: removed, or replaced by another. */
  deleted: v.boolean(),
  /** It is the program the process was started from. */
  program: v.boolean(),
});
export type MappedCode = v.InferOutput<typeof MappedCode>;

/** Identifies a file that is open for reading, within one connection; never reused. */
export const OpenFileId = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1));

/** The requests that read programs of processes; part of the list in `requests.ts`. */
export const processFileRequests = {
  /** What a process runs, its program first. */
  mappedFiles: {
    params: v.strictObject({
      process: ProcessId,
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    }),
    result: v.strictObject({
      files: v.array(MappedCode),
      /** The process has mounts of its own: `path` may lead elsewhere for everybody else. */
      otherMounts: v.boolean(),
      next: v.optional(v.number()),
    }),
  },
  /** Opens a file for reading that the process runs code of now. */
  openMapped: {
    params: v.strictObject({ process: ProcessId, device: Hex64, inode: Hex64 }),
    result: v.strictObject({
      file: OpenFileId,
      /** Bytes. */
      size: Hex64,
      /** ns since the epoch. */
      mtime: Hex64,
    }),
  },
  /** Bytes of an open file; fewer than asked for only at its end. */
  readMapped: {
    params: v.strictObject({
      file: OpenFileId,
      offset: Hex64,
      length: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_READ)),
    }),
    result: v.strictObject({
      /** Base64. */
      data: v.string(),
    }),
  },
  closeMapped: {
    params: v.strictObject({ file: OpenFileId }),
    result: v.strictObject({}),
  },
} as const;
