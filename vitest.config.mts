import { defineConfig } from 'vitest/config';
import { viteWat } from './scripts/webAssemblyText.mjs';

// Globs of test files that a part leaves out; vitest's own --exclude does not reach projects.
const without = (process.env['PROBESCOPE_WITHOUT'] ?? '').split(',').filter(glob => glob !== '');

// One project a kind of machine access: see CONTRIBUTING.md, "Tests".
export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      // Property tests take a second on an idle machine, several on a busy one.
      {
        plugins: [viteWat],
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: without,
          testTimeout: 30_000,
          // Some hooks build what they test.
          hookTimeout: 60_000,
        },
      },
      {
        // Real uprobes on this kernel: tracefs is one for all, so one file at a time.
        plugins: [viteWat],
        test: {
          name: 'kernel',
          include: ['test/kernel/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'vm',
          include: ['test/vm/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { name: 'package', include: ['test/package/**/*.test.ts'], hookTimeout: 120_000 },
      },
      {
        // The Mocha suite of test/host/suite, run inside the extension host and reported here.
        test: {
          name: 'host',
          include: ['test/host/*.test.ts'],
          globalSetup: 'test/rigs/vscode/globalSetup.ts',
        },
      },
      {
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          exclude: ['test/ui/vm/**', 'test/ui/user/**', ...without],
          globalSetup: 'test/rigs/vscode/globalSetup.ts',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        // npm start -- --check
        test: {
          name: 'check',
          include: ['test/check/**/*.test.ts'],
          globalSetup: 'test/rigs/vscode/globalSetup.ts',
          hookTimeout: 120_000,
        },
      },
      {
        // The kernel in QEMU, driven from VS Code.
        test: {
          name: 'ui-vm',
          include: ['test/ui/vm/**/*.test.ts'],
          globalSetup: 'test/rigs/vscode/globalSetup.ts',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        // An ordinary user and real pkexec.
        test: {
          name: 'ui-user',
          include: ['test/ui/user/**/*.test.ts'],
          globalSetup: 'test/rigs/vscode/globalSetup.ts',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
