import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import type { ScopeChoice } from './scopeChoice';

/** Whose events are captured, in a few words: "my processes", "orders (8121)". */
export function scopeWords(choice: ScopeChoice, t: Translate): string {
  switch (choice.kind) {
    case 'mine':
      return t('my processes');
    case 'all':
      return t('all processes');
    case 'processes': {
      const [first] = choice.processes;
      return first && choice.processes.length === 1
        ? `${printable(first.name)} (${first.pid})`
        : t('{0} processes', choice.processes.length);
    }
  }
}

/** The same on a row of the tree, where hits are counted in all processes. */
export function scopeDescription(choice: ScopeChoice, t: Translate): string {
  return t('events of {0}', scopeWords(choice, t));
}

/** What the choice leaves out, and what it does not change. */
export function scopeSentence(choice: ScopeChoice, t: Translate): string {
  const counted = t('Hits are counted in all processes.');
  switch (choice.kind) {
    case 'mine':
      return `${t(
        'Events of processes that run as you, and of what they start. Not of those that run as somebody else for a while, such as sudo, nor of the kernel’s own work.',
      )} ${counted}`;
    case 'all':
      return t('Events of all processes, also of other users, and of the kernel’s own work.');
    case 'processes':
      return `${t(
        'Events of the processes you chose, of all their threads, and of what they start. When they have ended there are none.',
      )} ${counted}`;
  }
}
