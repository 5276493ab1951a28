import { describe, expect, it } from 'vitest';
import { labelText } from '../../../../src/extension/pickers/itemText';
import {
  functionItem,
  kernelRequest,
  tracepointItem,
} from '../../../../src/extension/pickers/kernelItems';
import { scopeText } from '../../../../src/extension/pickers/scopeText';
import { moreItem, symbolItemText } from '../../../../src/extension/pickers/symbolItems';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import type { RowCost } from '../../../../src/workers/symbolMessages';
import { samples } from '../export/exportSamples';
import { row } from '../symbolsEditor/sampleRows';

describe('labels', () => {
  it('show icon syntax in a name as text', () => {
    expect(labelText('a$(zap)b')).toBe('a\\$(zap)b');
    expect(labelText('$(sync~spin)')).toBe('\\$(sync~spin)');
    expect(labelText('f$(x')).toBe('f$(x');
    expect(labelText('a\nb')).toBe('a\\u000ab');
  });
});

describe('rows of the symbol picker', () => {
  it('say what can be probed and why the rest cannot', () => {
    expect(symbolItemText(row(), 'uprobe', inEnglish)).toEqual({
      label: '$(symbol-method) price_order',
      description: '42 bytes · 0x1139 · .text',
    });
    const go = row({ uretprobe: { ok: false, code: 'goBinary' } });
    expect(symbolItemText(go, 'uprobe', inEnglish).label).toContain('symbol-method');
    expect(symbolItemText(go, 'uretprobe', inEnglish)).toEqual({
      label: '$(circle-slash) price_order',
      description: 'Go: no return probes',
    });
  });

  it('say what a hit costs once it is known, and why one should think twice', () => {
    const cost: RowCost = { index: 1, cost: 'stepped', pastEndbr: 0x113dn, warnings: [] };
    expect(symbolItemText(row(), 'uprobe', inEnglish, cost).description).toBe(
      '~10 µs a hit (past endbr64: ~1 µs) · 42 bytes · 0x1139 · .text',
    );
    expect(symbolItemText(row(), 'uretprobe', inEnglish, cost).description).toBe(
      '42 bytes · 0x1139 · .text',
    );
    const short = symbolItemText(row(), 'uretprobe', inEnglish, { ...cost, warnings: ['short'] });
    expect(short.label).toBe('$(warning) price_order');
    expect(short.description).toMatch(/^very short: .* · 42 bytes/);
  });

  it('tell imports, labels and static functions apart', () => {
    const text = (changes: Partial<SymbolRow>): string[] => {
      const { label, description } = symbolItemText(row(changes), 'uprobe', inEnglish);
      return [label, description];
    };
    const uprobe = { ok: false, code: 'undefined', libraries: ['libc.so.6'] } as const;
    expect(text({ uprobe })).toEqual(['$(link-external) price_order', 'Undefined: in libc.so.6']);
    expect(text({ type: 'notype' })[0]).toBe('$(tag) price_order');
    expect(text({ sourceFile: '$(zap).c' })[1]).toBe('42 bytes · 0x1139 · .text · \\$(zap).c');
  });

  it('show the demangled name, and the raw one beside', () => {
    const mangled = row({ name: '_ZN3app4readEv', demangled: 'app::read()' });
    expect(symbolItemText(mangled, 'uprobe', inEnglish)).toEqual({
      label: '$(symbol-method) app::read()',
      description: '42 bytes · 0x1139 · .text · _ZN3app4readEv',
    });
    const refused = { ...mangled, uprobe: { ok: false, code: 'ifunc' } as const };
    expect(symbolItemText(refused, 'uprobe', inEnglish).description).toMatch(/ · _ZN3app4readEv$/);
  });

  it('end in what is not shown', () => {
    expect(moreItem(12_000, 'functions', inEnglish, 'en')).toEqual([
      { label: '$(ellipsis)', description: '12,000 more functions: type to refine' },
    ]);
    expect(moreItem(0, 'functions', inEnglish, 'en')).toEqual([]);
  });
});

describe('rows of the kernel picker', () => {
  it('show blacklisted functions and refuse them', () => {
    const item = functionItem({ name: 'kprobe_dispatcher', blacklisted: true }, inEnglish);
    expect(item.label).toBe('$(circle-slash) kprobe_dispatcher');
    expect(item.description).toMatch(/forbids/);
    expect(kernelRequest(item.target, 'kprobe')).toBeUndefined();
  });

  it('become requests', () => {
    const { target } = functionItem(
      { name: 'ext4_sync_file', module: 'ext4', blacklisted: false },
      inEnglish,
    );
    expect(kernelRequest(target, 'kretprobe')).toEqual({
      kind: 'kretprobe',
      symbol: 'ext4_sync_file',
      module: 'ext4',
    });
    const syscall = tracepointItem({ system: 'syscalls', event: 'sys_enter_openat' }, inEnglish);
    expect(syscall.description).toBe('system call');
    expect(kernelRequest(syscall.target, 'kretprobe')).toEqual({
      kind: 'tracepoint',
      system: 'syscalls',
      event: 'sys_enter_openat',
    });
  });
});

describe('scope', () => {
  const nobody = { processes: 0, users: 0, containers: 0, unseen: 0 };
  it.each([
    [undefined, 'All processes that run orders'],
    [nobody, 'All processes that run orders: none now'],
    [{ ...nobody, unseen: 4 }, 'All processes that run orders'],
    [{ ...nobody, processes: 1, users: 1 }, 'All processes that run orders: 1 process now'],
    [
      { ...nobody, processes: 3, users: 1 },
      'All processes that run orders: 3 processes now; each pays, a filter does not reduce it',
    ],
    [
      { ...nobody, processes: 3, users: 1, unseen: 9 },
      'All processes that run orders: at least 3 processes now; each pays, a filter does not reduce it',
    ],
    [
      { processes: 103, users: 9, containers: 12, unseen: 0 },
      'All processes that run orders: 103 processes of 9 users now, 12 containers among them; every one of them is slowed down, and a filter does not reduce it',
    ],
  ])('of a uprobe with users %o', (users, text) => {
    expect(scopeText(samples['uprobe']!, users, inEnglish, 'en')).toBe(text);
  });

  it('of a kprobe is the machine', () => {
    expect(scopeText(samples['kprobe']!, undefined, inEnglish, 'en')).toMatch(/whole machine/);
  });
});
