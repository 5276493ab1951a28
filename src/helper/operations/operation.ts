import type { Method, Result } from '../../protocol/requests';
import type { CheckedParams } from '../checkParams';
import type { HelperState, Task } from '../helperState';

/** What one request does. Operations run one after the other, so each has the kernel's state to itself. */
export type Operation<M extends Method> = (
  state: HelperState,
  params: CheckedParams<M>,
  task: Task,
) => Promise<Result<M>>;
