import { basename } from 'node:path';
import type { SymbolFile } from '../../workers/symbolClient';
import type { ProbeSite } from '../../workers/symbolMessages';
import { describeError } from '../errors/describeError';
import type { Translate } from '../text/translate';

/** What a probe at a file offset would do; a file that cannot be read is a `HumanError`. */
export async function inspectPlace(
  path: string,
  file: Pick<SymbolFile, 'inspect'>,
  offset: bigint,
  t: Translate,
): Promise<ProbeSite> {
  try {
    return await file.inspect({ fileOffset: offset });
  } catch (error) {
    throw describeError(error, t, basename(path));
  }
}
