import { TracefsError } from '../tracefs';

/** Whoever removed it: what is gone needs no removing. */
export async function unlessGone(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof TracefsError) || !['notFound', 'closed'].includes(error.code)) {
      throw error;
    }
  }
}
