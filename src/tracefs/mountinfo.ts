import { TracefsError } from './errors';

/**
 * What matters of one line of `/proc/PID/mountinfo` (`Documentation/filesystems/proc.rst`, 3.5).
 */
export interface Mount {
  /** The folder of the file system that is mounted: `/` unless it is a bind mount of a part. */
  root: string;
  mountPoint: string;
  fsType: string;
}

/** Throws `invalidInput` at the first line that is none. */
export function parseMountinfo(text: string): Mount[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(parseLine);
}

function parseLine(line: string): Mount {
  const dash = line.indexOf(' - ');
  const left = words(line.slice(0, Math.max(0, dash)));
  const [, , , root, mountPoint] = left;
  const [fsType] = words(line.slice(dash + 3));
  if (
    dash < 0 ||
    left.length < 6 ||
    root === undefined ||
    mountPoint === undefined ||
    fsType === undefined
  ) {
    throw new TracefsError('invalidInput', `This is no line of mountinfo: ${line.slice(0, 200)}`);
  }
  return { root: unescape(root), mountPoint: unescape(mountPoint), fsType };
}

function words(text: string): string[] {
  return text.split(/[ \t]+/).filter(word => word !== '');
}

/** `mangle_path` escapes these four only (`fs/proc_namespace.c`, `show_mountinfo`). */
function unescape(text: string): string {
  return text.replace(/\\(040|011|012|134)/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
}

/** The mounts of one file system type, in order, each once. */
export function mountsOfType(mounts: readonly Mount[], fsType: string): Mount[] {
  const ofType = mounts
    .filter(mount => mount.fsType === fsType)
    .map(mount => [`${mount.root}\0${mount.mountPoint}`, mount] as const);
  // A map keeps the order of first insertion.
  return [...new Map(ofType).values()];
}
