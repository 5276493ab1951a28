import { describe, expect, it } from 'vitest';
import { MAX_SECTION } from '../../../../src/events/recording/sections';
import {
  MAX_SITE_BYTES,
  parseSites,
  type RecordedSite,
  siteSections,
} from '../../../../src/events/recording/recordedSites';

const FILE = { path: '/opt/orders', buildId: 'ab12', size: 9000, mtime: '1' };

function sites(count: number, text: string): (readonly [string, RecordedSite])[] {
  return Array.from({ length: count }, (_, at) => {
    const recorded = { ...FILE, path: `/opt/orders${at % 2}` };
    return [`${at} ${text}`, { recorded, by: 'offset', at }] as const;
  });
}

describe('the places of calls, as sections of a recording', () => {
  it('are all there, each with its file', () => {
    const all = sites(5000, 'main+0x1 (orders)');
    const sections = siteSections(all).map(section =>
      parseSites(Buffer.from(JSON.stringify(section))),
    );
    const found = sections.flatMap(({ file, sites: some }) =>
      some.map(([text, by, at]) => [text, { recorded: file, by, at }] as const),
    );
    const byPlace = (list: typeof found) => [...list].sort((a, b) => a[1].at - b[1].at);
    expect(byPlace(found)).toEqual(all);
  });

  it('are no more than a reader takes, however long their names are', () => {
    // Three bytes of UTF-8 each.
    const sections = siteSections(sites(3000, 'ハ'.repeat(8000))).map(section =>
      Buffer.from(JSON.stringify(section)),
    );
    const bytes = sections.map(({ length }) => length);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(MAX_SECTION);
    const total = bytes.reduce((sum, length) => sum + length, 0);
    expect(total).toBeLessThanOrEqual(MAX_SITE_BYTES);
    expect(total).toBeGreaterThan(MAX_SITE_BYTES / 2);
    sections.forEach(section => parseSites(section));
    expect(siteSections(sites(3, 'x'.repeat(9000)))).toEqual([]);
  });
});
