import { parseFormatFields } from '../../tracefs';

/** How records of stacks are laid out: `events/ftrace/kernel_stack/format`, or `user_stack`'s. Offsets in bytes. */
export interface StackFormat {
  readonly id: number;
  readonly isKernel: boolean;
  /** Of the first frame; the record's other ones follow, the innermost first. */
  readonly frames: number;
  /** Of the process's id; kernel stacks have none. */
  readonly process?: number;
}

/** Of the kernel's descriptions those that are of stacks. */
export function parseStackFormats(texts: readonly string[]): StackFormat[] {
  return texts.flatMap(text => parseStackFormat(text) ?? []);
}

/** Undefined where the text describes no stack, or one of a machine whose addresses have 32 bits. */
export function parseStackFormat(text: string): StackFormat | undefined {
  const id = Number(/^ID: (\d+)$/m.exec(text)?.[1]);
  const name = /^name: (\S+)$/m.exec(text)?.[1];
  const fields = parseFormatFields(text);
  const frames = fields.find(field => field.name === 'caller');
  const process = fields.find(field => field.name === 'tgid');
  const is64 = /\[8\]/.test(frames?.declaration ?? '') ? frames?.size === 64 : true;
  if (!Number.isInteger(id) || !frames || !is64 || !/^(kernel|user)_stack$/.test(name ?? '')) {
    return undefined;
  }
  return {
    id,
    isKernel: name === 'kernel_stack',
    frames: frames.offset,
    ...(process && { process: process.offset }),
  };
}
