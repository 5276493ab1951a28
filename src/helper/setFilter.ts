import type { HelperState } from './helperState';
import type { OwnedProbe } from './ownedProbe';

/** Sets a probe's filter in the helper's instance, or takes it away. Throws `TracefsError`. */
export async function setFilter(
  state: HelperState,
  probe: OwnedProbe,
  filter: string | undefined,
): Promise<void> {
  const instance = await state.instance.open(await state.tracefs());
  const now = await instance.setFilter(probe.system, probe.event, filter?.trim());
  if (now === undefined) {
    delete probe.filter;
  } else {
    probe.filter = now;
  }
  await state.stacks.filtered(probe);
}
