import type * as Iced from 'iced-x86';
import type { Memory, Operation, Register } from './operation';

type OperationOf = (instruction: Iced.Instruction) => Operation | undefined;

/** Reads what decoded 64-bit x86 instructions do. */
export class X86Operations {
  readonly #readers: ReadonlyMap<Iced.Mnemonic, OperationOf>;
  readonly #info: Iced.InstructionInfoFactory;
  /** Bits 8 to 15 of a register: not the part that an index is in. */
  readonly #highParts: ReadonlySet<Iced.Register>;

  constructor(private readonly iced: typeof Iced) {
    const { Register: R } = iced;
    this.#info = new iced.InstructionInfoFactory();
    this.#highParts = new Set([R.AH, R.BH, R.CH, R.DH]);
    const { Mnemonic: M } = iced;
    this.#readers = new Map<Iced.Mnemonic, OperationOf>([
      [M.Lea, instruction => this.#address(instruction)],
      [M.Movsxd, instruction => this.#load(instruction, 'word') ?? this.#copy(instruction)],
      [M.Mov, instruction => this.#move(instruction)],
      [M.Movzx, instruction => this.#copy(instruction)],
      [M.Add, instruction => this.#add(instruction)],
      [M.Cmp, instruction => this.#compare(instruction)],
      [M.Ja, () => ({ kind: 'jumpAbove', orEqual: false })],
      [M.Jae, () => ({ kind: 'jumpAbove', orEqual: true })],
      [M.Jmp, instruction => this.#jump(instruction)],
    ]);
  }

  free(): void {
    this.#info.free();
  }

  of(instruction: Iced.Instruction): Operation {
    return this.#known(instruction) ?? this.#other(instruction);
  }

  #known(instruction: Iced.Instruction): Operation | undefined {
    const { Register } = this.iced;
    const segment = instruction.memorySegment;
    return segment === Register.FS || segment === Register.GS
      ? undefined
      : this.#readers.get(instruction.mnemonic)?.(instruction);
  }

  #address(instruction: Iced.Instruction): Operation | undefined {
    return instruction.isIpRelMemoryOperand
      ? { kind: 'address', to: this.#register(instruction, 0), of: displacement(instruction) }
      : undefined;
  }

  #add(instruction: Iced.Instruction): Operation | undefined {
    return this.#isWide(instruction) && this.#isRegister(instruction, 1)
      ? { kind: 'add', to: this.#register(instruction, 0), from: this.#register(instruction, 1) }
      : undefined;
  }

  #move(instruction: Iced.Instruction): Operation | undefined {
    const loaded = this.#isWide(instruction) ? this.#load(instruction, 'pointer') : undefined;
    return loaded ?? this.#copy(instruction);
  }

  #load(instruction: Iced.Instruction, width: 'word' | 'pointer'): Operation | undefined {
    return this.#isRegister(instruction, 0) && this.#isMemory(instruction, 1)
      ? {
          kind: 'load',
          to: this.#register(instruction, 0),
          from: this.#memory(instruction),
          width,
        }
      : undefined;
  }

  #copy(instruction: Iced.Instruction): Operation | undefined {
    const { RegisterExt } = this.iced;
    const isCopy =
      this.#isRegister(instruction, 0) &&
      this.#isRegister(instruction, 1) &&
      // A copy to a smaller part leaves the rest as it was.
      RegisterExt.size(instruction.op0Register) >= 4;
    return isCopy
      ? { kind: 'copy', to: this.#register(instruction, 0), from: this.#register(instruction, 1) }
      : undefined;
  }

  #compare(instruction: Iced.Instruction): Operation | undefined {
    const { OpKind } = this.iced;
    const immediates: readonly Iced.OpKind[] = [
      OpKind.Immediate8,
      OpKind.Immediate16,
      OpKind.Immediate32,
      OpKind.Immediate8to16,
      OpKind.Immediate8to32,
      OpKind.Immediate8to64,
      OpKind.Immediate32to64,
    ];
    return this.#isRegister(instruction, 0) && immediates.includes(instruction.op1Kind)
      ? {
          kind: 'compare',
          register: this.#register(instruction, 0),
          value: Number(instruction.immediate(1)),
        }
      : undefined;
  }

  #jump(instruction: Iced.Instruction): Operation | undefined {
    if (this.#isRegister(instruction, 0)) {
      return { kind: 'jumpTo', register: this.#register(instruction, 0) };
    }
    return this.#isMemory(instruction, 0)
      ? { kind: 'jumpThrough', memory: this.#memory(instruction) }
      : undefined;
  }

  #other(instruction: Iced.Instruction): Operation {
    const { OpAccess, RegisterExt } = this.iced;
    const info = this.#info.info(instruction);
    const writes: Register[] = [];
    for (const used of info.usedRegisters() as Iced.UsedRegister[]) {
      if (used.access !== OpAccess.Read && used.access !== OpAccess.CondRead) {
        writes.push(RegisterExt.fullRegister(used.register));
      }
      used.free();
    }
    info.free();
    return { kind: 'other', writes, flags: instruction.rflagsModified !== 0 };
  }

  #memory(instruction: Iced.Instruction): Memory {
    const { Register, RegisterExt } = this.iced;
    const { memoryBase, memoryIndex, memoryIndexScale: scale } = instruction;
    const hasBase = memoryBase !== Register.None && !instruction.isIpRelMemoryOperand;
    return {
      ...(hasBase ? { base: RegisterExt.fullRegister(memoryBase) } : {}),
      ...(memoryIndex === Register.None ? {} : { index: RegisterExt.fullRegister(memoryIndex) }),
      scale,
      displacement: displacement(instruction),
    };
  }

  #isRegister(instruction: Iced.Instruction, operand: number): boolean {
    return (
      instruction.opCount > operand &&
      instruction.opKind(operand) === this.iced.OpKind.Register &&
      !this.#highParts.has(instruction.opRegister(operand))
    );
  }

  #isMemory(instruction: Iced.Instruction, operand: number): boolean {
    return instruction.opCount > operand && instruction.opKind(operand) === this.iced.OpKind.Memory;
  }

  /** The first operand is a register of eight bytes. */
  #isWide(instruction: Iced.Instruction): boolean {
    return (
      this.#isRegister(instruction, 0) && this.iced.RegisterExt.size(instruction.op0Register) === 8
    );
  }

  #register(instruction: Iced.Instruction, operand: number): Register {
    return this.iced.RegisterExt.fullRegister(instruction.opRegister(operand));
  }
}

function displacement(instruction: Iced.Instruction): number {
  return Number(BigInt.asIntN(64, instruction.memoryDisplacement));
}
