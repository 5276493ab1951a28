import { basename } from 'node:path';
import { filesOfSameName } from '../../processes/sameName';
import type { SymbolFile } from '../../workers/symbolClient';
import { requestLabel, type UserAttachRequest } from '../session/attachRequest';
import type { HelperRequests } from '../session/helperAccess';
import { readMappers } from '../session/mappers';
import type { FileNow, OwnedProbe } from '../session/ownedProbe';
import { lookAt, pathInside } from '../session/reachedFile';
import { printable } from '../text/markdown';
import type { SilentFacts } from './silentFacts';

/**
 * Looks at the file, at all processes and at the function's code.
 * @param fileNow from a look just now
 * @param helper is asked for what only root sees, where one runs
 * @param inspect decodes the function where the file is still the probed one
 */
export async function gatherFacts(
  probe: OwnedProbe,
  request: UserAttachRequest,
  fileNow: FileNow,
  inspect: () => ReturnType<SymbolFile['inspect']>,
  helper: HelperRequests | undefined,
): Promise<SilentFacts> {
  const { inode, device } = request.target;
  const path = pathInside(request.target.path);
  const found = fileNow.state === 'replaced' ? await lookAt(request.target) : undefined;
  const now = typeof found === 'object' ? found.stats : undefined;
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
    twins: await filesOfSameName(request.target),
    ...(code?.row
      ? {
          code: {
            aliases: code.row.aliases,
            isShort: code.warnings.includes('short'),
            isInside: code.delta > 0n && code.pastEndbr === undefined,
          },
        }
      : {}),
  };
}
