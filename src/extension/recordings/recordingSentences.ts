import { RecordingError } from '../../events/recording/recordingError';
import type { Translate } from '../text/translate';

/** What is said of a recording that does not open. */
export function recordingSentence(error: unknown, t: Translate): string {
  if (!(error instanceof RecordingError)) {
    return t('The recording cannot be read: {0}', error instanceof Error ? error.message : '');
  }
  switch (error.code) {
    case 'notRecording':
      return t('This file is not a recording of Probescope.');
    case 'newer':
      return t('The recording was written by a later version of Probescope: update the extension.');
    case 'cut':
      return t('The recording is cut off. Take another copy of the file.');
    case 'damaged':
      return t('The recording is damaged. Take another copy of the file.');
    case 'tooLarge':
      return t('The recording claims more than a file of its size holds, and is not opened.');
  }
}
