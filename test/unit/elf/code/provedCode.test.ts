import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { Fixtures, run } from '../support/fixtures';
import { rowNamed } from '../support/rows';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

/** A switch as compilers write it, in parts that can be changed. */
const SWITCH = {
  guard: 'cmpl $3, %edi; ja .Ldefault',
  dispatch:
    'leaq .Ltable(%rip), %rdx; movl %edi, %eax; movslq (%rdx,%rax,4), %rax; addq %rdx, %rax; jmp *%rax',
  // `first_case` is the one place that is asked about.
  cases:
    'first_case: movl $0x1234567, %eax; ret; .L2: movl $2, %eax; ret; .L3: movl $3, %eax; ret; .L4: movl $4, %eax; ret',
  more: '',
  section: '.section .rodata',
  table: '.Ltable: .long first_case-.Ltable, .L2-.Ltable, .L3-.Ltable, .L4-.Ltable',
};

/** What is said of the first case, and of the code that leads to it. */
async function verdicts(
  name: string,
  changes: Partial<typeof SWITCH>,
): Promise<{ dispatch: boolean; firstCase: boolean }> {
  const { guard, dispatch, cases, more, section, table } = { ...SWITCH, ...changes };
  const source = [
    '.text; .globl _start; _start: ret',
    '.type f, @function; f:',
    ...[
      guard,
      `dispatch: ${dispatch}`,
      cases,
      more,
      '.Ldefault: orl $-1, %eax; ret; .size f, . - f',
    ],
    ...[section, '.p2align 2', table],
  ];
  const object = fixtures.path(name);
  writeFileSync(`${object}.s`, `${source.join('\n')}\n`);
  run('gcc', ['-nostdlib', '-static', '-o', object, `${object}.s`]);
  const index = await SymbolIndex.open(object);
  const row = await rowNamed(index, 'f');
  const isProved = async (label: string): Promise<boolean> => {
    const { address } = await rowNamed(index, label);
    const site = await inspectSite(object, index.info, { row, delta: address - row.address });
    return site.uprobe.ok;
  };
  return { dispatch: await isProved('dispatch'), firstCase: await isProved('first_case') };
}

describe('a case of a switch', () => {
  it.each([
    ['plain', {}],
    ['jae', { guard: 'cmpl $4, %edi; jae .Ldefault' }],
    ['byte', { guard: 'movl %edi, %ecx; cmpb $3, %cl; ja .Ldefault; movzbl %cl, %edi' }],
    [
      'other order',
      {
        dispatch: SWITCH.dispatch.replace(
          'addq %rdx, %rax; jmp *%rax',
          'addq %rax, %rdx; notrack jmp *%rdx',
        ),
      },
    ],
    [
      'fixed addresses',
      {
        dispatch: 'movl %edi, %eax; jmp *.Ltable(,%rax,8)',
        table: '.Ltable: .quad first_case, .L2, .L3, .L4',
      },
    ],
    [
      'fixed addresses in two steps',
      {
        dispatch: 'movl %edi, %eax; movq .Ltable(,%rax,8), %rax; jmp *%rax',
        table: '.Ltable: .quad first_case, .L2, .L3, .L4',
      },
    ],
  ])('is proved in the form "%s"', async (name, changes) => {
    expect(await verdicts(`proved ${name}`, changes)).toEqual({ dispatch: true, firstCase: true });
  });

  it.each([
    ['no guard', { guard: '' }],
    ['a signed guard', { guard: 'cmpl $3, %edi; jg .Ldefault' }],
    ['a guard on another register', { guard: 'cmpl $3, %esi; ja .Ldefault' }],
    [
      'a guard whose flags are others by then',
      { guard: 'cmpl $3, %edi; testl %esi, %esi; ja .Ldefault' },
    ],
    ['an index that changes after the guard', { guard: `${SWITCH.guard}; addl %esi, %edi` }],
    ['a call after the guard', { guard: `${SWITCH.guard}; call _start` }],
    ['a jump past the guard', { guard: `testl %esi, %esi; je 1f; ${SWITCH.guard}; 1:` }],
    ['a table that may be written', { section: '.data' }],
    ['an entry outside of the function', { table: SWITCH.table.replace('.L3-', '_start-') }],
    ['an entry within an instruction', { table: SWITCH.table.replace('.L3-', '.L2+2-') }],
    [
      'an entry that leads to no instruction',
      { more: '.byte 0x06; .L5:', table: SWITCH.table.replace('.L3-', '.L5-1-') },
    ],
    [
      'a table in the code that is run',
      {
        // Each entry decodes as two additions.
        cases: `.Ltable: .long 0, first_case-.Ltable, first_case-.Ltable, first_case-.Ltable; ${SWITCH.cases}`,
        table: '',
      },
    ],
    [
      'a guard that is wider than the table, with another one behind it',
      {
        guard: 'cmpl $7, %edi; ja .Ldefault',
        // Without a guard of its own: read by the first, its entries are 16 bytes off.
        more: [
          '.Ldefault2: andl $3, %esi; leaq .Lsecond(%rip), %rdx; movslq (%rdx,%rsi,4), %rax',
          'addq %rdx, %rax; jmp *%rax; ret; .fill 16, 1, 0xc3',
          '.L5: movabsq $0x9090909090909090, %rax; ret; .L6: movabsq $0x9090909090909090, %rax; ret',
          '.L7: movabsq $0x9090909090909090, %rax; ret; .L8: movabsq $0x9090909090909090, %rax; ret',
        ].join('\n'),
        table: [
          '.Ltable: .long first_case-.Ltable, .Ldefault2-.Ltable, .L3-.Ltable, .L4-.Ltable',
          '.Lsecond: .long .L5-.Lsecond, .L6-.Lsecond, .L7-.Lsecond, .L8-.Lsecond',
        ].join('\n'),
      },
    ],
  ])('is not, with %s', async (name, changes) => {
    expect(await verdicts(`not ${name}`, changes)).toEqual({ dispatch: true, firstCase: false });
  });
});
