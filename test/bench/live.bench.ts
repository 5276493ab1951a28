import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hotProgram } from './hotProgram';
import { buildShipped } from './liveCapture';
import { liveConsumer } from './liveConsumer';
import { liveDecode } from './liveDecode';
import { LiveEvent } from './liveEvent';
import { liveFrames } from './liveFrames';
import { liveLoss } from './liveLoss';
import { liveMemory } from './liveMemory';
import { liveToEditor } from './liveToEditor';
import { SENDER, sendEvents } from './sendEvents';

const [, file = '', role, ...args] = process.argv;
if (role === SENDER) {
  await sendEvents(args);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'probescope-live-'));
  try {
    buildShipped();
    const program = await hotProgram(folder);
    const event = await LiveEvent.make(program);
    try {
      await liveDecode(program, event, folder);
      await liveToEditor(program, event, file, folder);
      await liveMemory(program, event);
      await liveConsumer(program, event);
    } finally {
      await event.remove();
    }
    await liveLoss(program);
    await liveFrames(program, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
