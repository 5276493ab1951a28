import { eachHandle } from './eachHandle';
import type { Operation } from './operation';

/** Whether stacks are recorded with the hits of probes: from now on, or once they are armed. */
export const stacks: Operation<'stacks'> = async (state, { handles, on }, task) => {
  const instance = await state.instance.open(await state.tracefs());
  return eachHandle(state, handles, task, async probe => {
    if (on) {
      probe.stacks = true;
      try {
        await state.stacks.match(instance, probe);
      } catch (error) {
        delete probe.stacks;
        throw error;
      }
    } else {
      delete probe.stacks;
      await state.stacks.match(instance, probe);
    }
  });
};

/** How the kernel's records of stacks are laid out; a kernel without stacks has none. */
export const stackFormats: Operation<'stackFormats'> = async state => {
  const instance = await state.instance.open(await state.tracefs());
  const describe = async (event: string): Promise<string | undefined> =>
    instance.describeEvent('ftrace', event).catch(() => undefined);
  const [kernel, user] = [await describe('kernel_stack'), await describe('user_stack')];
  return { ...(kernel !== undefined && { kernel }), ...(user !== undefined && { user }) };
};
