/** PF_KTHREAD of include/linux/sched.h. */
const PF_KTHREAD = 0x200000;
/** Places after the name in /proc/PID/stat (fs/proc/array.c, do_task_stat): state is 0. */
const FLAGS = 6;
const START_TIME = 19;

/** What is used of /proc/PID/stat. */
export interface ProcessStat {
  readonly name: string;
  readonly isKernelThread: boolean;
  /** Since boot, in USER_HZ ticks: 10 ms on every architecture that has uprobes. */
  readonly startTicks: number;
}

/** The name is in parentheses and may hold any, so the last one ends it. */
export function parseStat(line: Buffer): ProcessStat {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  const fields = line.toString('latin1', close + 2).split(' ');
  return {
    name: line.toString('utf8', open + 1, close),
    isKernelThread: (Number(fields[FLAGS]) & PF_KTHREAD) !== 0,
    startTicks: Number(fields[START_TIME]),
  };
}
