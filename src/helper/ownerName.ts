/** The name of one helper: its tracing instance, and the start of all its groups. */
export interface OwnerName {
  readonly name: string;
  readonly uid: number;
  readonly pid: number;
  /** When its process started, in clock ticks since boot. */
  readonly startTime: bigint;
}

export function ownerName(uid: number, pid: number, startTime: bigint): OwnerName {
  const name = `probescope_u${uid}_p${pid}_${startTime.toString(36)}`;
  return { name, uid, pid, startTime };
}

const OWNER = /^probescope_u(\d{1,10})_p(\d{1,10})_([0-9a-z]{1,13})$/;
const GROUP = /^(probescope_u\d{1,10}_p\d{1,10}_[0-9a-z]{1,13})_[0-9a-f]{16}$/;

/** Reads a helper's name; undefined for anything else. */
export function parseOwnerName(text: string): OwnerName | undefined {
  const match = OWNER.exec(text);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) {
    return undefined;
  }
  const startTime = Array.from(match[3]).reduce(
    (sum, digit) => sum * 36n + BigInt(parseInt(digit, 36)),
    0n,
  );
  return { name: text, uid: Number(match[1]), pid: Number(match[2]), startTime };
}

/** The helper a group's name belongs to; undefined if it is no helper's. */
export function ownerOfGroup(group: string): OwnerName | undefined {
  const name = GROUP.exec(group)?.[1];
  return name === undefined ? undefined : parseOwnerName(name);
}
