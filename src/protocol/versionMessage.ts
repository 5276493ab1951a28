import { PROTOCOL_VERSION } from './requests';

/** The sentence for two ends of different age. */
export function versionMessage(helper: number, extension = PROTOCOL_VERSION): string {
  const older = helper < extension ? 'helper' : 'extension';
  return (
    `The helper speaks protocol ${helper}, the extension ${extension}: ` +
    `update the ${older} and start the helper again.`
  );
}
