/** File and function as they were when the symbols were read: what tells later whether they still are. */
export interface SeenFunction {
  /** `st_size`, in bytes. */
  readonly fileSize: bigint;
  /** `st_mtime` in ns since the epoch. */
  readonly mtime: bigint;
  /** Bytes of the function. */
  readonly size: bigint;
  /** Name of its section, `''` where it has none. */
  readonly section: string;
  /** As `SymbolRow.version`. */
  readonly version?: string;
}
