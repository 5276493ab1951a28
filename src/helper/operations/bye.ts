import { removeEverything } from '../removal';
import type { Operation } from './operation';

/** Removes everything; the connection ends once this is answered. */
export const bye: Operation<'bye'> = async (state, _, task) => ({
  removed: await removeEverything(state, task.progress),
});
