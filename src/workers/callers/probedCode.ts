/** Where the code of a probe is, as the extension knows it. */
export interface ProbedCode {
  /** Name of the argument that holds a return address; left out where none does. */
  readonly caller?: string;
  /** The file that is probed; left out for probes on the kernel. */
  readonly file?: {
    readonly path: string;
    readonly dev: bigint;
    readonly inode: bigint;
    /** A process that it was found by, whose root the path starts from. */
    readonly pid?: number;
  };
  /** The probe's places in that file: virtual addresses and file offsets, in bytes. */
  readonly places: readonly { readonly address: number; readonly offset: number }[];
}

/** Bytes that mappings are whole multiples of, on every machine. */
const PAGE = 4096;

/**
 * How far a file was moved from its own addresses, by where a probe in it was hit; undefined where several
 * of the probe's places fit. It holds however short the process lived.
 * @param ip address of the hit
 */
export function loadBias({ places }: ProbedCode, ip: number): number | undefined {
  const fits = places.filter(({ address }) => (ip - address) % PAGE === 0 && ip >= address);
  const [only] = fits;
  return only && fits.length === 1 ? ip - only.address : undefined;
}
