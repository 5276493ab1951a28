import type { Check } from '../../protocol/requests';
import type { Translate } from '../text/translate';
import type { Finding } from './finding';

/** What the helper found, as root, with what to do about it. */
export function helperFindings(checks: readonly Check[], t: Translate): Finding[] {
  return checks.map(check => {
    const { title, remedy } = CHECKS[check.id];
    const wanting = check.state === 'failed' || check.state === 'warning';
    return {
      title: title(t),
      state: check.state,
      detail: check.detail,
      ...(wanting ? { remedy: remedy(t) } : {}),
    };
  });
}

type Words = (t: Translate) => string;

const CHECKS: Record<Check['id'], { readonly title: Words; readonly remedy: Words }> = {
  platform: {
    title: t => t('Kernel'),
    remedy: t => t('Use Linux 4.17 or later; older kernels have been tested little.'),
  },
  tracefs: {
    title: t => t('Tracing file system'),
    remedy: t =>
      t(
        'Where it is not mounted, run “sudo mount -t tracefs nodev /sys/kernel/tracing”; a container must be given it by its host.',
      ),
  },
  uprobes: {
    title: t => t('Probes on programs'),
    remedy: t => t('Functions of programs can only be probed with another kernel.'),
  },
  kprobes: {
    title: t => t('Probes on the kernel'),
    remedy: t =>
      t('Functions of programs can be probed; those of the kernel only with another kernel.'),
  },
  lockdown: {
    title: t => t('Kernel lockdown'),
    remedy: t =>
      t(
        '“confidentiality” forbids tracing; it is set at boot (lockdown= on the kernel command line).',
      ),
  },
  kallsyms: {
    title: t => t('Kernel symbols'),
    remedy: t => t('Without them, names of kernel functions must be typed.'),
  },
  filterFunctions: {
    title: t => t('List of traceable functions'),
    remedy: t =>
      t('Kernel functions are listed from the symbol table instead; some may be refused.'),
  },
  container: {
    title: t => t('Container'),
    remedy: t =>
      t(
        'Root in a container may not be root on the host: run the helper on the host if probes are refused.',
      ),
  },
  privileges: {
    title: t => t('Capabilities of the helper'),
    remedy: t =>
      t(
        'The helper runs with all that root has here. setpriv (util-linux) drops it; a command of your own can use it too.',
      ),
  },
  instance: {
    title: t => t('Tracing instance'),
    remedy: t =>
      t(
        'The helper could not make its own tracing instance: look at its log, and at lockdown above.',
      ),
  },
  audit: {
    title: t => t('Audit lines'),
    remedy: t =>
      t(
        'Probes work, but nothing is left in a log of who made them: that needs the journal of systemd.',
      ),
  },
};
