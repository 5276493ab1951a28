import { mkdir, rmdir } from 'node:fs/promises';
import { asAnotherTool, leftOf } from './kernelState';
import type { Target } from './target';

/**
 * An event and an instance of another tool, which show that a helper keeps to its own. The kernel's
 * whole tables would not: others change them meanwhile.
 */
export class Witness {
  private constructor(private readonly name: string) {}

  static async plant(target: Target): Promise<Witness> {
    const name = witnessName();
    const place = `${target.path}:0x${target.offset('rest').toString(16)}`;
    await asAnotherTool(`p:${name}/theirs ${place}`);
    await mkdir(folder(name));
    return new Witness(name);
  }

  /** What the kernel has of it, two rows, and of whatever else carries `name`. */
  async and(name: string): Promise<string[]> {
    return [...(await leftOf(this.name)), ...(await leftOf(name))];
  }

  async remove(): Promise<void> {
    await rmdir(folder(this.name));
    await asAnotherTool(`-:${this.name}/theirs`);
  }
}

/** Of its group and its instance. */
export function witnessName(): string {
  return `witness_p${process.pid}`;
}

function folder(name: string): string {
  return `/sys/kernel/tracing/instances/${name}`;
}
