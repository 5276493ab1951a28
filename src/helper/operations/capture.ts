import { UNUSED_BUFFER_KIB } from '../privateInstance';
import type { Operation } from './operation';

/** Lets the events of armed probes into the buffer and sends its pages. */
export const startCapture: Operation<'startCapture'> = async (state, { bufferKib }) => {
  const instance = await state.instance.open(await state.tracefs());
  return state.captures.start(instance, bufferKib);
};

/** Stops it at once; pages that are on their way still come, `cpus` says how many there are. */
export const stopCapture: Operation<'stopCapture'> = async state => {
  const cpus = await state.captures.stop();
  const instance = await state.instance.open(await state.tracefs());
  await instance.setBufferSize(UNUSED_BUFFER_KIB);
  return { cpus };
};

/** What the capture that runs has read and lost so far. */
export const captureCounts: Operation<'captureCounts'> = async state => ({
  cpus: await state.captures.counts(),
});

/** How the records of a probe's event are laid out. */
export const format: Operation<'format'> = async (state, { handle }) => {
  const probe = state.probes.get(handle);
  const instance = await state.instance.open(await state.tracefs());
  return { text: await instance.describeEvent(probe.system, probe.event) };
};
