import type * as Iced from 'iced-x86';
import type { Decoder, Flow, Instruction } from './instruction';
import type { Operation, OperationReader } from './operation';
import { X86Operations } from './x86Operations';

const FWAIT = 0x9b;

/** Runs `use` with a decoder of 64-bit x86 code and frees its WebAssembly memory afterwards. */
export async function withX86Decoder<T>(
  bytes: Uint8Array,
  use: (decoder: Decoder & OperationReader) => T | Promise<T>,
): Promise<T> {
  // Loaded when first needed: it compiles 0.8 MB of WebAssembly.
  const iced = await import('iced-x86');
  const decoder = new X86Decoder(iced, bytes);
  try {
    return await use(decoder);
  } finally {
    decoder.free();
  }
}

class X86Decoder implements Decoder, OperationReader {
  readonly #decoder: Iced.Decoder;
  readonly #decoded: Iced.Instruction;
  readonly #operations: X86Operations;
  readonly #flows: ReadonlyMap<Iced.FlowControl, Flow>;

  constructor(
    iced: typeof Iced,
    private readonly bytes: Uint8Array,
  ) {
    this.#decoder = new iced.Decoder(64, bytes, iced.DecoderOptions.None);
    this.#decoded = new iced.Instruction();
    this.#operations = new X86Operations(iced);
    const { FlowControl } = iced;
    this.#flows = new Map<Iced.FlowControl, Flow>([
      [FlowControl.UnconditionalBranch, 'branch'],
      [FlowControl.ConditionalBranch, 'conditional'],
      [FlowControl.XbeginXabortXend, 'conditional'],
      [FlowControl.IndirectBranch, 'indirect'],
      [FlowControl.Return, 'return'],
      [FlowControl.Call, 'call'],
      [FlowControl.IndirectCall, 'call'],
      [FlowControl.Exception, 'stop'],
      [FlowControl.Interrupt, 'stop'],
    ]);
  }

  at(offset: number): Instruction | undefined {
    const length = this.#decode(offset);
    if (length === 0) {
      return undefined;
    }
    const next = this.bytes[offset + length] ?? 0;
    if (this.bytes[offset] === FWAIT && next >= 0xd8 && next <= 0xdf) {
      // Assemblers write the two as one: `fstcw` is `fwait; fnstcw`.
      const bytes = this.bytes.subarray(offset, offset + length + this.#decode(offset + length));
      return { offset, bytes, flow: 'next' };
    }
    const bytes = this.bytes.subarray(offset, offset + length);
    const flow = isHalt(bytes) ? 'stop' : this.#flow();
    const target = this.#target(flow);
    return { offset, bytes, flow, ...(target === undefined ? {} : { target }) };
  }

  operation(offset: number): Operation {
    this.#decode(offset);
    return this.#operations.of(this.#decoded);
  }

  free(): void {
    this.#operations.free();
    this.#decoder.free();
    this.#decoded.free();
  }

  /** Length of the instruction there, 0 where there is none. */
  #decode(offset: number): number {
    if (offset < 0 || offset >= this.bytes.length) {
      return 0;
    }
    this.#decoder.position = offset;
    this.#decoder.ip = BigInt(offset);
    this.#decoder.decodeOut(this.#decoded);
    return this.#decoded.isInvalid ? 0 : this.#decoded.length;
  }

  #flow(): Flow {
    return this.#flows.get(this.#decoded.flowControl) ?? 'next';
  }

  #target(flow: Flow): number | undefined {
    const isJump = flow === 'branch' || flow === 'conditional';
    if (isJump || (flow === 'call' && this.#decoded.isCallNear)) {
      return Number(BigInt.asIntN(64, this.#decoded.nearBranchTarget));
    }
    return undefined;
  }
}

/** `hlt`, which a program never gets past. */
function isHalt(bytes: Uint8Array): boolean {
  return bytes.length === 1 && bytes[0] === 0xf4;
}
