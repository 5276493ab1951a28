import { setEnabled } from '../removal';
import { eachHandle } from './eachHandle';
import type { Operation } from './operation';

/** Arms probes in the helper's instance. One that is armed already is left as it is. */
export const enable: Operation<'enable'> = async (state, { handles }, task) => {
  const tracefs = await state.tracefs();
  return eachHandle(state, handles, task, async probe => {
    if (!probe.enabled) {
      state.audit.armed(probe);
      await setEnabled(state, tracefs, probe, true);
    }
  });
};

/** Disarms probes; they keep their hits and can be armed again. */
export const disable: Operation<'disable'> = async (state, { handles }, task) => {
  const tracefs = await state.tracefs();
  return eachHandle(state, handles, task, async probe => {
    if (probe.enabled) {
      await setEnabled(state, tracefs, probe, false);
    }
  });
};
