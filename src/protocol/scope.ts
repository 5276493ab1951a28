import * as v from 'valibot';
import { ProcessId } from './processFiles';

/** Most processes that a scope names. */
export const MAX_SCOPE_PROCESSES = 256;
/** Most threads that a scope's processes may have together. */
export const MAX_SCOPE_THREADS = 65_536;

/**
 * Whose events get into the buffer. Hits are counted in all processes whatever it says.
 *
 * - `mine`: the processes of the helper's user: those that run with its id for good
 *   (real, effective and saved), and what they start.
 * - `processes`: those named, and what they start; another user's only with `otherUsers`.
 * - `all`: everybody's, and the kernel's own.
 */
export const Scope = v.variant('kind', [
  v.strictObject({ kind: v.literal('mine') }),
  v.strictObject({
    kind: v.literal('processes'),
    processes: v.pipe(v.array(ProcessId), v.minLength(1), v.maxLength(MAX_SCOPE_PROCESSES)),
    otherUsers: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('all') }),
]);
export type Scope = v.InferOutput<typeof Scope>;

export const ScopeKind = v.picklist(['mine', 'processes', 'all']);

/** The request that sets it; part of the list in `requests.ts`. */
export const scopeRequests = {
  scope: {
    params: v.strictObject({ scope: Scope }),
    result: v.strictObject({
      /** How many threads it stands for now; 0 for `all`. */
      threads: v.number(),
    }),
  },
} as const;
