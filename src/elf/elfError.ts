/**
 * Why a file cannot be read as an executable.
 *
 * - `notFound`: no such file.
 * - `unreadable`: the file exists but this user may not read it, or reading it failed.
 * - `notRegular`: a directory, FIFO, socket or device.
 * - `notElf`: the first bytes are not an ELF header's.
 * - `truncated`: a header points past the end of the file.
 * - `unsupported`: an ELF file of a kind that holds no code to probe (a core dump), or malformed.
 * - `tooLarge`: a table is larger than what this reader is willing to load.
 */
export type ElfErrorCode =
  'notFound' | 'unreadable' | 'notRegular' | 'notElf' | 'truncated' | 'unsupported' | 'tooLarge';

/** The one error that reading an executable can end in, whatever its bytes are. */
export class ElfError extends Error {
  override readonly name = 'ElfError';

  constructor(
    readonly code: ElfErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
