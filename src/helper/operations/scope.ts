import type { Operation } from './operation';

/** Whose events are captured from now on. */
export const scope: Operation<'scope'> = async (state, params) => {
  const instance = await state.instance.open(await state.tracefs());
  return { threads: await state.scope.set(instance, params.scope) };
};
