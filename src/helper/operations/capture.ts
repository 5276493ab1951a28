import { Refusal } from '../refusal';
import type { Operation } from './operation';

/** Lets the events of armed probes into the buffer; sends its pages, or keeps them until it is frozen. */
export const startCapture: Operation<'startCapture'> = async (state, request) => {
  const instance = await state.instance.open(await state.tracefs());
  const { freeze, mode } = request;
  const probe = freeze && state.probes.get(freeze.handle);
  if (freeze && mode !== 'recorder') {
    throw new Refusal('badRequest', 'Only a recorder is frozen.');
  }
  if (probe && !probe.enabled) {
    throw new Refusal('state', 'A disarmed probe freezes nothing: arm it first.');
  }
  await state.scope.ensure(instance);
  const facts = await state.captures.start(instance, request, probe);
  state.scope.watch(instance);
  return facts;
};

/** Stops it; pages that are on their way still come, `cpus` says how many there are. */
export const stopCapture: Operation<'stopCapture'> = (state, _, task) =>
  state.captures.stop(task.progress);

/** Other room for events while they come in. */
export const resizeCapture: Operation<'resizeCapture'> = async (state, { bufferKib }) => ({
  pausedMs: await state.captures.resize(bufferKib),
});

/** Freezes the recorder now: what it holds comes as pages. */
export const freezeRecorder: Operation<'freezeRecorder'> = async state => {
  await state.captures.freeze();
  return {};
};

/** What the recorder holds. */
export const recorder: Operation<'recorder'> = state => state.captures.recorderFacts();

/** What the capture that runs has read and lost so far. */
export const captureCounts: Operation<'captureCounts'> = state => state.captures.counts();

/** How the records of a probe's event are laid out. */
export const format: Operation<'format'> = async (state, { handle }) => {
  const probe = state.probes.get(handle);
  const instance = await state.instance.open(await state.tracefs());
  return {
    text: await instance.describeEvent(probe.system, probe.event),
    since: state.captures.sinceOf(probe.eventId),
  };
};
