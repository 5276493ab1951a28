import { release } from 'node:os';
import { PROTOCOL_VERSION, type Hello } from '../../protocol/requests';
import type { HelperState } from '../helperState';
import type { Operation } from './operation';

const NO_FEATURES: Hello['features'] = {
  uprobes: false,
  kprobes: false,
  refCtrOffset: false,
  kretprobeMaxActive: false,
  locations: false,
};

/** Who is there and what its kernel can do. Answered without tracefs too, so that it can be said what is wrong. */
export const hello: Operation<'hello'> = async (state, { nonce }) => {
  const { root, instance, features } = await describeTracefs(state);
  return {
    protocol: PROTOCOL_VERSION,
    kernel: release(),
    architecture: process.arch,
    tracefs: root,
    pid: process.pid,
    uid: state.user.uid,
    instance,
    scope: state.scope.current.kind,
    features,
    ...(nonce === undefined ? {} : { proof: state.proof.give(nonce) }),
  };
};

async function describeTracefs(
  state: HelperState,
): Promise<{ root: string | null; instance: string | null; features: Hello['features'] }> {
  try {
    const tracefs = await state.tracefs();
    const { uprobes, kprobes, refCtrOffset, kretprobeMaxActive, locations } =
      await tracefs.features();
    return {
      root: tracefs.root,
      instance: await openInstance(state),
      features: { uprobes, kprobes, refCtrOffset, kretprobeMaxActive, locations },
    };
  } catch (error) {
    state.log.warn(`no tracefs: ${error instanceof Error ? error.message : ''}`);
    return { root: null, instance: null, features: NO_FEATURES };
  }
}

/** Its absence is told again, with the reason, by whatever needs it. */
async function openInstance(state: HelperState): Promise<string | null> {
  try {
    return (await state.instance.open(await state.tracefs())).name;
  } catch (error) {
    state.log.warn(`no instance: ${error instanceof Error ? error.message : ''}`);
    return null;
  }
}
