import { readFile } from 'node:fs/promises';
import { arch, release } from 'node:os';
import type { Environment } from '../../elevation/environment';
import type { Surroundings } from '../session/surroundings';
import type { Translate } from '../text/translate';
import { environmentFinding, mountRemedy } from './environmentFinding';
import type { Finding } from './finding';

/** What the user can see of this machine without root. */
export async function localFindings(
  where: Surroundings,
  environment: Environment,
  t: Translate,
): Promise<Finding[]> {
  if (!where.isLinux) {
    return [
      {
        title: t('Platform'),
        state: 'failed',
        detail: process.platform,
        remedy: t('Probes need Linux: open a folder over Remote - SSH, WSL or in a container.'),
      },
    ];
  }
  return [
    { title: t('Kernel'), state: 'ok', detail: `Linux ${release()} ${arch()}` },
    ...environmentFinding(environment, t),
    mountFinding(where.tracefs, environment, t),
    lockdownFinding(await readText('/sys/kernel/security/lockdown'), t),
    privilegeFinding(await readText('/proc/self/status'), t),
  ];
}

function mountFinding(
  tracefs: string | undefined,
  environment: Environment,
  t: Translate,
): Finding {
  const title = t('Tracing file system');
  return tracefs === undefined
    ? {
        title,
        state: 'failed',
        detail: t('not mounted'),
        remedy: mountRemedy(environment, t),
      }
    : { title, state: 'ok', detail: t('mounted at {0}', tracefs) };
}

/** The kernel puts the level in force in brackets: `none [integrity] confidentiality`. */
export function lockdownFinding(text: string | undefined, t: Translate): Finding {
  const title = t('Kernel lockdown');
  const level = /\[(\w+)\]/.exec(text ?? '')?.[1];
  if (level === undefined) {
    return {
      title,
      state: 'unknown',
      detail: t('cannot be read without root, or is not built in'),
    };
  }
  return level === 'confidentiality'
    ? {
        title,
        state: 'failed',
        detail: level,
        remedy: t('It forbids tracing and can only be changed at boot (lockdown=).'),
      }
    : { title, state: 'ok', detail: level };
}

/** `NoNewPrivs: 1` makes sudo and pkexec useless (Documentation/userspace-api/no_new_privs.rst). */
export function privilegeFinding(status: string | undefined, t: Translate): Finding {
  const title = t('Gaining privileges');
  const value = /^NoNewPrivs:\s*(\d)/m.exec(status ?? '')?.[1];
  if (value === undefined) {
    return { title, state: 'unknown', detail: t('not known') };
  }
  return value === '1'
    ? {
        title,
        state: 'failed',
        detail: t('forbidden for this process (no_new_privs)'),
        remedy: t('Start VS Code outside the sandbox or container that sets it.'),
      }
    : { title, state: 'ok', detail: t('allowed') };
}

function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
