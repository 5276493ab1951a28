import { run } from './fixtures';

/** Addresses at which `objdump -d` lists an instruction, of a file or a part of it. */
export function instructionStarts(
  file: string,
  range?: { readonly start: bigint; readonly end: bigint },
): Set<bigint> {
  const limits = range ? [`--start-address=${range.start}`, `--stop-address=${range.end}`] : [];
  const text = run('objdump', ['-d', '-w', '--no-show-raw-insn', ...limits, file]);
  return new Set(
    Array.from(text.matchAll(/^ *([0-9a-f]+):\t(?!\(bad\))/gm), ([, address]) =>
      BigInt(`0x${address!}`),
    ),
  );
}
