/** Where separate debug files are looked for, besides `/usr/lib/debug` and beside the program. */
export interface DebugPlaces {
  /** Of the user's own, absolute, laid out as gdb's debug folders; looked in before `/usr/lib/debug`. */
  readonly folders: readonly string[];
  /** Folders of what debuginfod servers sent: `BUILD-ID/debuginfo` in each, as its own client keeps it. */
  readonly downloads?: readonly string[];
  /** The path to look beside, where the program that is read is a copy of the one there. */
  readonly beside?: string;
  /** Files that the user chose, by the build-id of the program. */
  readonly chosen?: Readonly<Record<string, ChosenFile>>;
}

/** A debug file that the user named for one build-id. */
export interface ChosenFile {
  readonly file: string;
  /** It has no build-id, nothing says that it belongs to the program, and the user took it all the same. */
  readonly unchecked?: boolean;
}

/**
 * How the debug file that is used was found.
 *
 * - `chosen`: the user named it. `unchecked`: so too, and nothing proves that it belongs to the program.
 * - `download`: a debuginfod server sent it.
 * - `buildId`, `link`: it lay where the program's build-id or its `.gnu_debuglink` lead to.
 */
export type DebugOrigin = 'chosen' | 'unchecked' | 'download' | 'buildId' | 'link';

/**
 * Why a debug file that was there is not used.
 *
 * - `buildId`: it belongs to another build, whose build-id is `found`.
 * - `crc`: its checksum is not that of the program's `.gnu_debuglink`.
 * - `unproved`: neither it nor the program has what would prove that they belong together.
 * - `machine`: its code is for another machine.
 * - `noSymbols`: it has no symbol table.
 * - `damaged`: it cannot be read as an ELF file, or is cut short.
 * - `unreadable`: the user may not read it.
 * - `missing`: it is not there any more, and the user chose it.
 */
export type DebugRefusal =
  'buildId' | 'crc' | 'unproved' | 'machine' | 'noSymbols' | 'damaged' | 'unreadable' | 'missing';

/** A debug file that was found, or chosen, and is not used. */
export interface RefusedDebugFile {
  readonly file: string;
  readonly reason: DebugRefusal;
  /** For `buildId`: that of the file, lower-case hex. */
  readonly found?: string;
}
