import { basename } from 'node:path';
import type { SymbolFile } from '../../workers/symbolClient';
import type { ProbeSite } from '../../workers/symbolMessages';
import { requestLabel, type UserAttachRequest } from '../session/attachRequest';
import type { HelperRequests } from '../session/helperAccess';
import { readMappers } from '../session/mappers';
import type { FileNow, OwnedProbe } from '../session/ownedProbe';
import { lookAt, pathInside } from '../session/reachedFile';
import { printable } from '../text/markdown';
import type { SilentFacts } from './silentFacts';
import { twinsOf, type ReadSonames } from './twins';

/**
 * Looks at the file, at all processes and at the function's code.
 * @param fileNow from a look just now
 * @param helper is asked for what only root sees, where one runs
 * @param sonames reads those of files
 * @param inspect decodes the function where the file is still the probed one
 */
export async function gatherFacts(
  probe: OwnedProbe,
  request: UserAttachRequest,
  fileNow: FileNow,
  inspect: () => ReturnType<SymbolFile['inspect']>,
  helper: HelperRequests | undefined,
  sonames: ReadSonames,
): Promise<SilentFacts> {
  const { inode, device } = request.target;
  const path = pathInside(request.target.path);
  const look = await lookAt(request.target);
  const found = typeof look === 'object' ? look : undefined;
  const now = fileNow.state === 'replaced' ? found?.stats : undefined;
  const files = [
    { path, device, inode },
    ...(now ? [{ path, device: now.dev, inode: now.ino }] : []),
  ];
  const [mappers, newMappers] = await readMappers(files, helper);
  const code =
    fileNow.state === 'same' && !request.target.process
      ? await inspect().catch(() => undefined)
      : undefined;
  return {
    label: printable(requestLabel(request)),
    file: printable(basename(path)),
    path,
    state: probe.state,
    ...(probe.stoppedBy && { stoppedBy: probe.stoppedBy }),
    ...(probe.hits === undefined ? {} : { hits: probe.hits }),
    ...(probe.rate === undefined ? {} : { rate: probe.rate }),
    fileNow,
    inode,
    ...(now ? { inodeNow: now.ino } : {}),
    mappers: mappers ?? { processes: 0, users: 0, containers: 0, unseen: 0 },
    ...(newMappers ? { newMappers } : {}),
    twins: await twinsOf({ path, inode }, found?.way, sonames),
    ...(code && codeFacts(code)),
  };
}

function codeFacts({ row, warnings, delta, pastEndbr }: ProbeSite): Pick<SilentFacts, 'code'> {
  return row
    ? {
        code: {
          aliases: row.aliases,
          isShort: warnings.includes('short'),
          isInside: delta > 0n && pastEndbr === undefined,
        },
      }
    : {};
}
