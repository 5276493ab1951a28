import { expect, it } from 'vitest';
import { PlaceNames } from '../../../../src/workers/callers/placeNames';

it('places without names are given to one of those who wait, and all hear of the end', async () => {
  const names = new PlaceNames();
  // A capture that was cleared has the number it had: who asked for its names may ask on.
  const both = [names.next(), names.next()];
  names.ofKernel(7n);
  expect(await Promise.race(both)).toEqual({ files: [], kernel: [7n] });
  names.close();
  expect(await Promise.all(both)).toEqual([{ files: [], kernel: [7n] }, undefined]);
});
