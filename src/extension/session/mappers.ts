import { containerOfProcess, fileMappers, type FileMapper } from '../../processes/fileMappers';
import { MAX_MAPPED_FILES } from '../../protocol/mappers';
import { toHex64 } from '../../protocol/scalars';
import { isUserRequest, type UserSymbol } from './attachRequest';
import type { HelperRequests } from './helperAccess';
import type { Mappers, OwnedProbe } from './ownedProbe';
import type { ProbeStore } from './probeStore';
import { pathInside } from './reachedFile';

/** How often it is looked who maps the files of silent probes, in ms: it reads of every process. */
export const MAPPERS_INTERVAL = 5000;

type File = Pick<UserSymbol, 'path' | 'device' | 'inode'>;

/**
 * Who maps each of the files. What the user may not see is asked of a helper that runs already: none is
 * started for it, and without its answer the numbers are a lower bound.
 */
export async function readMappers(
  files: readonly File[],
  helper: HelperRequests | undefined,
): Promise<readonly Mappers[]> {
  const { mappers, unseen } = await fileMappers(files);
  const own = mappers.map(found => summary(found, unseen));
  if (unseen === 0 || !helper || files.length > MAX_MAPPED_FILES) {
    return own;
  }
  const asked = files.map(({ device, inode }) => ({
    device: toHex64(device),
    inode: toHex64(inode),
  }));
  try {
    const answer = await helper.request('mappers', { files: asked });
    return await Promise.all(
      answer.files.map(async ({ processes, users, pids }, index): Promise<Mappers> => {
        const containers = await Promise.all(pids.map(pid => containerOfProcess(pid)));
        const count = new Set(containers.filter(id => id !== undefined)).size;
        const all = { processes, users, containers: count, unseen: answer.unseen };
        // On an overlay the helper may know the file by another device than we do.
        return processes >= (own[index]?.processes ?? 0) ? all : (own[index] ?? all);
      }),
    );
  } catch {
    // It may be busy, or gone by now.
    return own;
  }
}

/**
 * Brings up to date who maps the files of armed probes.
 * @param which those that are silent unless told: where calls are counted, somebody does
 */
export async function updateMappers(
  store: ProbeStore,
  helper: HelperRequests | undefined,
  which: (probe: OwnedProbe) => boolean = isSilent,
): Promise<void> {
  const chosen = store.probes.filter(probe => isOnFile(probe) && which(probe));
  const files = new Map(chosen.map(probe => [fileKey(probe), probe] as const));
  if (files.size === 0) {
    return;
  }
  const targets = [...files.values()].flatMap(({ request }) =>
    isUserRequest(request) ? { ...request.target, path: pathInside(request.target.path) } : [],
  );
  const found = await readMappers(targets, helper);
  const byFile = new Map([...files.keys()].map((key, index) => [key, found[index]]));
  const updates = chosen.flatMap((probe): [number, Mappers][] => {
    const mappers = byFile.get(fileKey(probe));
    return mappers ? [[probe.key, mappers]] : [];
  });
  store.setMappers(new Map(updates));
}

function isOnFile({ request, state }: OwnedProbe): boolean {
  return isUserRequest(request) && state === 'armed';
}

function isSilent({ rate }: OwnedProbe): boolean {
  return !(rate !== undefined && rate > 0);
}

function fileKey({ request }: OwnedProbe): string {
  return isUserRequest(request)
    ? `${request.target.device}:${request.target.inode} ${request.target.path}`
    : '';
}

function summary(found: readonly FileMapper[], unseen: number): Mappers {
  return {
    processes: found.length,
    users: new Set(found.map(({ uid }) => uid)).size,
    containers: new Set(found.flatMap(({ container }) => container ?? [])).size,
    unseen,
  };
}
