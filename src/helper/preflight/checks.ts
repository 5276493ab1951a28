import { release } from 'node:os';
import type { Check } from '../../protocol/requests';
import { TracefsError, type Tracefs } from '../../tracefs';
import type { HelperState } from '../helperState';
import { checkAudit } from './audit';
import { checkContainer } from './container';
import { checkKernelFunctions } from './kernelLists';
import { checkLockdown } from './lockdown';
import { checkPrivileges } from './privileges';

/** Every question of Diagnose, in the order they are best read. */
export async function checks(state: HelperState): Promise<Check[]> {
  const platform: Check = {
    id: 'platform',
    state: 'ok',
    detail: `Linux ${release()}, ${process.arch}`,
  };
  const host = [await checkLockdown(), await checkContainer(), await checkPrivileges()];
  // Last: without it all works.
  const audit = await checkAudit(state.audit);
  try {
    const tracefs = await state.tracefs();
    return [
      platform,
      { id: 'tracefs', state: 'ok', detail: tracefs.root },
      ...(await checkFeatures(tracefs)),
      ...host,
      ...(await checkKernelFunctions(tracefs)),
      await checkInstance(state, tracefs),
      audit,
    ];
  } catch (error) {
    return [platform, { id: 'tracefs', state: 'failed', detail: sentence(error) }, ...host, audit];
  }
}

async function checkFeatures(tracefs: Tracefs): Promise<Check[]> {
  const { uprobes, kprobes } = await tracefs.features();
  return [
    uprobes
      ? { id: 'uprobes', state: 'ok', detail: 'uprobe_events is there' }
      : {
          id: 'uprobes',
          state: 'failed',
          detail: 'this kernel was built without CONFIG_UPROBE_EVENTS',
        },
    kprobes
      ? { id: 'kprobes', state: 'ok', detail: 'kprobe_events is there' }
      : {
          id: 'kprobes',
          state: 'warning',
          detail: 'this kernel was built without CONFIG_KPROBE_EVENTS: only user probes work',
        },
  ];
}

async function checkInstance(state: HelperState, tracefs: Tracefs): Promise<Check> {
  try {
    const { name } = await state.instance.open(tracefs);
    return { id: 'instance', state: 'ok', detail: name };
  } catch (error) {
    return { id: 'instance', state: 'failed', detail: sentence(error) };
  }
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof TracefsError && error.errno !== undefined
    ? `${message} [${error.errno}]`
    : message;
}
