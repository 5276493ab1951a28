import { checks } from '../preflight/checks';
import type { Operation } from './operation';

/** What stands between this machine and a probe, one row a question. */
export const preflight: Operation<'preflight'> = async state => ({ checks: await checks(state) });
