import type { FilePlace, PlaceFile } from './place';

/** Places that are asked about; further ones keep their addresses. */
const MAX_PLACES = 50_000;
/** In one question. */
const MAX_ASKED = 500;

/** The function that a place is in, and how many bytes into it. */
export interface PlaceName {
  readonly name: string;
  readonly delta: number;
  /** `orders.c:42`, where that is known. */
  readonly source?: string;
}

/** Places of one file whose functions are wanted. Numbers are in bytes. */
export interface UnnamedFile {
  readonly file: PlaceFile;
  readonly by: FilePlace['by'];
  readonly at: readonly number[];
}

/** Whose functions are wanted. */
export interface Unnamed {
  readonly files: readonly UnnamedFile[];
  /** Addresses in the kernel. */
  readonly kernel: readonly bigint[];
}

/** What tells a file from another one in its place. */
export interface FileBuild {
  /** Lower-case hex. */
  readonly buildId?: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** ns since the epoch, in decimal. */
  readonly mtime: string;
}

/** The answer: one for each place, in order; null where there is no function. */
export interface Named {
  /** By file; null where it could not be read. */
  readonly builds: readonly (FileBuild | null)[];
  readonly files: readonly (readonly (PlaceName | null)[])[];
  readonly kernel: readonly (PlaceName | null)[];
}

type State = PlaceName | 'none' | 'asked';

/** The names of places, asked for when one is first needed and answered later. */
export class PlaceNames {
  /** Counts the answers: what was made of names before is out of date. */
  version = 0;
  private readonly states = new Map<string, State>();
  private readonly builds = new Map<string, FileBuild>();
  private readonly files: FilePlace[] = [];
  private readonly kernel: bigint[] = [];
  private asking: (() => void) | undefined;
  private isClosed = false;

  /** Undefined while it is not known; `none` where no function is there. */
  ofFile(place: FilePlace): PlaceName | 'none' | undefined {
    return this.state(fileKey(place), () => this.files.push(place));
  }

  ofKernel(address: bigint): PlaceName | 'none' | undefined {
    return this.state(`k${address}`, () => this.kernel.push(address));
  }

  /** Waits until there are places without names, and gives some; undefined once closed. Several may wait. */
  async next(): Promise<Unnamed | undefined> {
    while (!this.isClosed && this.files.length + this.kernel.length === 0) {
      await new Promise<void>(resolve => {
        const other = this.asking;
        this.asking = () => {
          other?.();
          resolve();
        };
      });
    }
    return this.isClosed
      ? undefined
      : {
          files: grouped(this.files.splice(0, MAX_ASKED)),
          kernel: this.kernel.splice(0, MAX_ASKED),
        };
  }

  /** Undefined where the file was not read. */
  build(file: PlaceFile): FileBuild | undefined {
    return this.builds.get(identity(file));
  }

  /** Takes the answer to what `next` gave. */
  take({ files, kernel }: Unnamed, named: Named): void {
    files.forEach(({ file, by, at }, index) => {
      const build = named.builds[index];
      if (build) {
        this.builds.set(identity(file), build);
      }
      at.forEach((each, n) => {
        this.states.set(fileKey({ file, by, at: each }), named.files[index]?.[n] ?? 'none');
      });
    });
    kernel.forEach((address, n) => {
      this.states.set(`k${address}`, named.kernel[n] ?? 'none');
    });
    this.version++;
  }

  /** Nothing is asked any more. */
  close(): void {
    this.isClosed = true;
    this.asking?.();
  }

  private state(key: string, ask: () => void): PlaceName | 'none' | undefined {
    const state = this.states.get(key);
    if (state === undefined && this.states.size < MAX_PLACES) {
      this.states.set(key, 'asked');
      ask();
      this.asking?.();
      this.asking = undefined;
    }
    return state === 'asked' ? undefined : state;
  }
}

/** Tells places in files apart. */
export function fileKey({ file, by, at }: FilePlace): string {
  return `${identity(file)}:${by[0] ?? ''}${at}`;
}

function grouped(places: readonly FilePlace[]): UnnamedFile[] {
  const groups = new Map<string, { file: PlaceFile; by: FilePlace['by']; at: number[] }>();
  for (const place of places) {
    const key = fileKey({ ...place, at: 0 });
    const group = groups.get(key) ?? { file: place.file, by: place.by, at: [] };
    group.at.push(place.at);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Two mounts may have files of the same numbers, and a file that is built anew those of the old one. */
function identity({ dev, inode, changed = 0n, path }: PlaceFile): string {
  return `${dev}:${inode}:${changed}:${String(path)}`;
}
