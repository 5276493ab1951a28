import {
  ACTION_FILE,
  INSTALLED_HELPER,
  INSTALLED_LAUNCHER,
} from '../../elevation/installed/places';
import type { Translate } from '../text/translate';

export type InstallAction = 'install' | 'remove';

/** All that is said about one of the two. */
export interface ActionText {
  readonly question: string;
  readonly explanation: string;
  readonly button: string;
  readonly progress: string;
  readonly done: string;
  readonly nothingToDo: string;
}

export function actionText(action: InstallAction, t: Translate): ActionText {
  const files = [INSTALLED_HELPER, INSTALLED_LAUNCHER, ACTION_FILE].join('\n');
  return action === 'install'
    ? {
        question: t('Install the Probescope helper for this machine?'),
        explanation: [
          t(
            'Root puts a copy of the helper where only root can change it. From then on the password dialog says what it is for, and an answer is good for some minutes. Each window still asks before it starts the helper.',
          ),
          files,
          t('“Remove Privileged Helper” takes all three away again.'),
        ].join('\n\n'),
        button: t('Install'),
        progress: t('Installing the helper'),
        done: t('The helper is installed. The next start uses it.'),
        nothingToDo: t('The helper of this version is installed already.'),
      }
    : {
        question: t('Remove the installed Probescope helper?'),
        explanation: [
          t('Root removes these files. The helper can still be started the other ways.'),
          files,
        ].join('\n\n'),
        button: t('Remove'),
        progress: t('Removing the installed helper'),
        done: t('The installed helper was removed.'),
        nothingToDo: t('No helper is installed.'),
      };
}
