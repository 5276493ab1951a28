import * as v from 'valibot';
import { Hex64 } from './scalars';

/** Most addresses of one `kernelAddresses`: all of an answer fit a frame. */
export const MAX_ADDRESSES = 256;

const KernelPlace = v.strictObject({
  name: v.string(),
  module: v.optional(v.string()),
  /** Bytes from the function's first. */
  delta: v.number(),
});

/** The request that names addresses of the kernel; part of the list in `requests.ts`. */
export const kernelAddressRequests = {
  kernelAddresses: {
    params: v.strictObject({
      addresses: v.pipe(v.array(Hex64), v.minLength(1), v.maxLength(MAX_ADDRESSES)),
    }),
    result: v.strictObject({
      /** One for each; null where no function is near, or the kernel keeps its addresses to itself. */
      names: v.array(v.nullable(KernelPlace)),
    }),
  },
} as const;
