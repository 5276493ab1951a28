import { removeProbe } from '../removal';
import { eachHandle } from './eachHandle';
import type { Operation } from './operation';

/** Disarms probes and takes them out of the kernel. A probe that another tool holds (`busy`) stays ours. */
export const remove: Operation<'remove'> = (state, { handles }, task) =>
  eachHandle(state, handles, task, probe => removeProbe(state, probe));
