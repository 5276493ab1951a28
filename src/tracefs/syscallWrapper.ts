/**
 * Prefixes of system call entry points (`asm/syscall_wrapper.h` of each architecture), by Node's
 * name of the machine.
 */
const PREFIXES: Readonly<Record<string, string>> = {
  ia32: '__ia32_',
  x64: '__x64_',
  arm: '__arm_',
  arm64: '__arm64_',
  mips: '__mips_',
  mipsel: '__mips_',
  s390: '__s390_',
  s390x: '__s390x_',
  riscv64: '__riscv_',
  ppc: '__powerpc_',
  ppc64: '__powerpc64_',
};

/**
 * The kernel's name of a system call's entry: `sys_open` is `__x64_sys_open` on x64. `arch` as in
 * `process.arch`.
 */
export function syscallWrapper(symbol: string, arch: string = process.arch): string {
  const prefix = PREFIXES[arch];
  return prefix === undefined || symbol.startsWith(prefix) ? symbol : prefix + symbol;
}
