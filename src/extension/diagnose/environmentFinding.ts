import type { Environment } from '../../elevation/environment';
import type { Translate } from '../text/translate';
import type { Finding } from './finding';

/** Where VS Code runs, and what that means for the way to root; none where it is simply here. */
export function environmentFinding(environment: Environment, t: Translate): Finding[] {
  return environment === 'plain'
    ? []
    : [{ title: t('Where VS Code runs'), ...WORDS[environment](t) }];
}

/** What mounts tracefs there. */
export function mountRemedy(environment: Environment, t: Translate): string {
  return environment === 'container'
    ? t(
        'Start the container with “--privileged -v /sys/kernel/tracing:/sys/kernel/tracing”, or let “probescope.helper.command” start the helper on the host.',
      )
    : t('Run “sudo mount -t tracefs nodev /sys/kernel/tracing”.');
}

type Words = Omit<Finding, 'title'> & Partial<Pick<Finding, 'title'>>;

const WORDS: Record<Exclude<Environment, 'plain'>, (t: Translate) => Words> = {
  flatpak: t => ({
    state: 'failed',
    detail: t('in a Flatpak, where nothing can become root'),
    remedy: t('Install VS Code as a .deb, .rpm or .tar.gz instead.'),
  }),
  snap: t => ({
    state: 'ok',
    detail: t('in a snap: the desktop asks for the password, as it does without'),
  }),
  appImage: t => ({
    state: 'warning',
    detail: t('in an AppImage, whose files root cannot read'),
    remedy: t('Install Node.js, which root will run instead, or VS Code as a .deb or .rpm.'),
  }),
  container: t => ({
    // The name of what the helper finds, which stands in its place once it runs.
    title: t('Container'),
    state: 'warning',
    detail: t('in a container, on the kernel of its host'),
    remedy: t(
      'The tracing file system must be given to it; root in it may not be root on the host.',
    ),
  }),
  wsl1: t => ({
    state: 'failed',
    detail: t('in WSL 1, which has no Linux kernel'),
    remedy: t('Turn the distribution into one of WSL 2: “wsl --set-version NAME 2” in Windows.'),
  }),
  wsl: t => ({
    state: 'ok',
    detail: t('in WSL 2: where no dialog can ask for the password, choose sudo in the terminal'),
  }),
  remote: t => ({
    state: 'ok',
    detail: t(
      'on a remote machine: where no dialog can ask for the password, choose sudo in the terminal',
    ),
  }),
  codeServer: t => ({
    state: 'ok',
    detail: t(
      'in a server for browsers: where no dialog can ask for the password, choose sudo in the terminal',
    ),
  }),
};
