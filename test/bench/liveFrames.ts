import type { HotProgram } from './hotProgram';

export async function liveFrames(program: HotProgram): Promise<void> {
  await Promise.resolve(program);
}
