/** EM_* of the architectures that have uprobes, and a few that do not but are met. */
const MACHINES = new Map([
  [2, 'SPARC'],
  [3, 'x86'],
  [8, 'MIPS'],
  [20, 'PowerPC'],
  [21, 'PowerPC64'],
  [22, 'S390'],
  [40, 'ARM'],
  [43, 'SPARC64'],
  [62, 'x86-64'],
  [183, 'AArch64'],
  [243, 'RISC-V'],
  [247, 'BPF'],
  [258, 'LoongArch'],
]);

const MARKING_MACHINES = new Set([40, 183, 243]);

/** Name of an e_machine. */
export function machineName(machine: number): string {
  return MACHINES.get(machine) ?? `machine 0x${machine.toString(16)}`;
}

/** True where assemblers mark code and data by local symbols `$x`, `$d`, … that name nothing. */
export function hasMappingSymbols(machine: number): boolean {
  return MARKING_MACHINES.has(machine);
}
