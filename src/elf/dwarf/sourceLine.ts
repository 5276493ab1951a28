/** A line of a program's source, as its compiler names it: the file may be elsewhere, or nowhere, now. */
export interface SourceLine {
  /** Absolute where the compiler says in which folder it ran, else relative to that. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in bytes; 0 where it is not known. */
  readonly column: number;
}
