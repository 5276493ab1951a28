import type { DebuginfodError } from '../../debuginfod/debuginfodError';
import type { Translate } from '../text/translate';

/** Why no debug symbols came, as one sentence that says what to do. */
export function debuginfodSentence({ code, server = '' }: DebuginfodError, t: Translate): string {
  switch (code) {
    case 'notFound':
      return t(
        'No debuginfod server has debug symbols of this build: choose a debug file, or add the server of its distribution.',
      );
    case 'unreachable':
      return t('{0} cannot be reached, or broke off: check the network and try again.', server);
    case 'slow':
      return t('{0} sends too slowly: try again later.', server);
    case 'status':
      return t('{0} refused to answer: try again later, or remove it from the servers.', server);
    case 'redirect':
      return t('{0} leads to a place that is not followed: remove it from the servers.', server);
    case 'tooLarge':
      return t('{0} sends more than a debug file can be: choose a debug file instead.', server);
    case 'wrongAnswer':
      return t(
        '{0} did not send the debug file of this build, so nothing of it was kept: remove it from the servers.',
        server,
      );
    case 'disk':
      return t('The debug symbols could not be saved: make room on the disk and try again.');
  }
}
