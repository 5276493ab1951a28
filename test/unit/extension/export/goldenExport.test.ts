import { describe, expect, it } from 'vitest';
import { bpftraceCommand } from '../../../../src/extension/export/bpftraceCommand';
import { exportedProbe } from '../../../../src/extension/export/exportedProbe';
import { perfProbe } from '../../../../src/extension/export/perfProbe';
import { lineOrReason } from '../../../../src/extension/export/tracefsLine';
import type { AttachRequest } from '../../../../src/extension/session/attachRequest';
import { samples } from './exportSamples';

/** Every sample as `# name`, its text, and a blank line. */
function printed(write: (request: AttachRequest) => string): string {
  return Object.entries(samples)
    .map(([name, request]) => `# ${name}\n${write(request)}\n`)
    .join('\n');
}

describe('copied text', () => {
  it('is a tracefs line', async () => {
    const text = printed(request => {
      const result = lineOrReason(request);
      return result ? ('line' in result ? result.line : `(none: ${result.reason})`) : '(none)';
    });
    await expect(text).toMatchFileSnapshot('golden/tracefs.txt');
  });

  it('is a perf command', async () => {
    const text = printed(request => perfProbe(exportedProbe(request)));
    await expect(text).toMatchFileSnapshot('golden/perf.txt');
  });

  it('is a bpftrace command', async () => {
    const text = printed(request => bpftraceCommand(exportedProbe(request)));
    await expect(text).toMatchFileSnapshot('golden/bpftrace.txt');
  });
});
