import { findOrphans } from '../orphanage';
import type { Operation } from './operation';

/** What dead helpers of the same user left in the kernel. */
export const orphans: Operation<'orphans'> = async state => ({
  orphans: await findOrphans(await state.tracefs(), state.owner),
});
