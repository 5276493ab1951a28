/** The container that a process runs in, as its control group tells. Its text is not ours: not to be shown unescaped. */
export interface Container {
  /** What made it; `container` where only the form of the id tells that it is one. */
  readonly runtime:
    'docker' | 'podman' | 'containerd' | 'cri-o' | 'lxc' | 'machine' | 'kubernetes' | 'container';
  /** The runtime's id (64 hexadecimal digits) or name of it. */
  readonly id: string;
}

type Runtime = Container['runtime'];

/** A part of a control group's path, between slashes, that stands for a container; the id is group 1. */
const PARTS: readonly (readonly [RegExp, Runtime])[] = [
  [/^docker-([0-9a-f]{64})\.scope$/, 'docker'],
  [/^libpod-([0-9a-f]{64})(?:\.scope)?$/, 'podman'],
  [/^(?:cri-containerd|nerdctl)-([0-9a-f]{64})\.scope$/, 'containerd'],
  // A cgroup v1 path of containerd under systemd: SLICE:PREFIX:ID.
  [/^[^:]*:cri-containerd:([0-9a-f]{64})$/, 'containerd'],
  [/^crio-([0-9a-f]{64})(?:\.scope)?$/, 'cri-o'],
  [/^lxc\.payload\.(.+)$/, 'lxc'],
  [/^machine-(.+)\.scope$/, 'machine'],
  [/^systemd-nspawn@(.+)\.service$/, 'machine'],
  [/^(?:[a-z]+-)?([0-9a-f]{64})(?:\.scope)?$/, 'container'],
];

/** The folder that an id stands in names its runtime where the id alone does not. */
const FOLDERS: Readonly<Record<string, Runtime>> = { docker: 'docker', lxc: 'lxc' };

/**
 * Reads `/proc/PID/cgroup`, of version 1 or 2 (cgroups(7)): one line a hierarchy, `ID:CONTROLLERS:PATH`.
 * The innermost container counts. Undefined where there is none, or where we are in it ourselves: the
 * path is then told from our own group on.
 */
export function containerOf(cgroup: string): Container | undefined {
  for (const line of cgroup.split('\n')) {
    const found = inPath(line.split(':').slice(2).join(':'));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** What people call it: a name as it is, an id as `docker ps` shows it. */
export function shortContainerId({ id }: Container): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
}

function inPath(path: string): Container | undefined {
  const parts = path.split('/');
  for (let at = parts.length - 1; at > 0; at--) {
    const found = inPart(parts[at] ?? '', parts[at - 1] ?? '', path);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function inPart(part: string, folder: string, path: string): Container | undefined {
  // Before LXC 4 a container's group was its bare name.
  if (folder === 'lxc' && part !== '') {
    return { runtime: 'lxc', id: part };
  }
  for (const [pattern, runtime] of PARTS) {
    const id = pattern.exec(part)?.[1];
    if (id !== undefined) {
      const known = runtime === 'container' ? (FOLDERS[folder] ?? inPod(path)) : runtime;
      return { runtime: known, id: runtime === 'machine' ? unescapeUnit(id) : id };
    }
  }
  return undefined;
}

function inPod(path: string): Runtime {
  return /\/kubepods(?:[./-]|$)/.test(path) ? 'kubernetes' : 'container';
}

/** systemd writes what a unit's name cannot hold as `\xNN` (systemd.unit(5)). */
function unescapeUnit(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}
