import * as v from 'valibot';
import { Hex64 } from './scalars';

/** Most files of one `mappers`. */
export const MAX_MAPPED_FILES = 16;
/** Most processes that are named for each file: all of an answer fit a frame. */
export const MAX_NAMED = 200;

/** Who runs code of one file. */
export const FileMappers = v.strictObject({
  processes: v.number(),
  /** How many users these belong to. */
  users: v.number(),
  /** The first of the processes. */
  pids: v.array(v.number()),
});
export type FileMappers = v.InferOutput<typeof FileMappers>;

/** The request that counts who runs files; part of the list in `requests.ts`. */
export const mapperRequests = {
  mappers: {
    params: v.strictObject({
      /** `st_dev` and `st_ino` of each. */
      files: v.pipe(
        v.array(v.strictObject({ device: Hex64, inode: Hex64 })),
        v.minLength(1),
        v.maxLength(MAX_MAPPED_FILES),
      ),
    }),
    result: v.strictObject({
      files: v.array(FileMappers),
      /** Processes that could not be looked at, or not in time. */
      unseen: v.number(),
    }),
  },
} as const;
