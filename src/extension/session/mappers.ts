import { fileMappers, type FileMapper } from '../../processes/fileMappers';
import { isUserRequest, type UserSymbol } from './attachRequest';
import type { Mappers, OwnedProbe } from './ownedProbe';
import type { ProbeStore } from './probeStore';

/** How often it is looked who maps the files of silent probes, in ms: it reads of every process. */
export const MAPPERS_INTERVAL = 5000;

type File = Pick<UserSymbol, 'path' | 'device' | 'inode'>;

/** Who maps each of the files, as far as the user may see. */
export async function readMappers(files: readonly File[]): Promise<readonly Mappers[]> {
  const { mappers, unseen } = await fileMappers(files);
  return mappers.map(found => summary(found, unseen));
}

/** Brings up to date who maps the files of probes that are silent: where calls are counted, somebody does. */
export async function updateMappers(store: ProbeStore): Promise<void> {
  const silent = store.probes.filter(isSilent);
  const files = new Map(silent.map(probe => [fileKey(probe), probe] as const));
  if (files.size === 0) {
    return;
  }
  const targets = [...files.values()].flatMap(({ request }) =>
    isUserRequest(request) ? request.target : [],
  );
  const found = await readMappers(targets);
  const byFile = new Map([...files.keys()].map((key, index) => [key, found[index]]));
  const updates = silent.flatMap((probe): [number, Mappers][] => {
    const mappers = byFile.get(fileKey(probe));
    return mappers ? [[probe.key, mappers]] : [];
  });
  store.setMappers(new Map(updates));
}

function isSilent({ request, state, rate }: OwnedProbe): boolean {
  return isUserRequest(request) && state === 'armed' && !(rate !== undefined && rate > 0);
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
