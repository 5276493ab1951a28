import type { TestProject } from 'vitest/node';
import { type Kit, kit, KIT_VERSIONS } from '../../../scripts/kits.mjs';
import { packageHere } from '../../../scripts/package.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The VS Code under test and the packaged extension. */
    vscode: { kit: Kit; vsix: string };
  }
}

/** Prepares the VS Code named by PROBESCOPE_VSCODE (the newest unless told) and the VSIX of this platform. */
export default async function setup(project: TestProject): Promise<void> {
  const version = process.env['PROBESCOPE_VSCODE'] ?? KIT_VERSIONS[0] ?? '';
  const vsix = process.env['PROBESCOPE_VSIX'] ?? (await packageHere());
  project.provide('vscode', { kit: await kit(version), vsix });
}
