import type { CreateProbe, Probe } from '../../../../src/protocol/probes';
import type { RunningHelper } from './runningHelper';

/** The probe that a helper makes of a request; fails where it makes none. */
export async function attach(helper: RunningHelper, request: CreateProbe): Promise<Probe> {
  const { results } = await helper.client.request('create', { probes: [request] });
  const [result] = results;
  if (!result?.ok) {
    throw new Error(JSON.stringify(result));
  }
  return result.probe;
}
