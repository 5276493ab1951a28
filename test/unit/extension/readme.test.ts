import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import texts from '../../../package.nls.json' with { type: 'json' };

const readme = readFileSync('README.md', 'utf8');
const names: Record<string, string> = texts;
const name = (reference: string): string => names[reference.slice(1, -1)] ?? '';

/** What the product may say, as it is written in its sources. */
const spoken = [
  ...readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(join('src', file), 'utf8')),
  ...Object.values(names),
].join('\n');

describe('the README', () => {
  it('quotes symptoms as the product words them', () => {
    const table = readme.slice(readme.indexOf('## When something does not work'));
    const quoted = [...table.matchAll(/^\| _([^_]+)_/gm)].map(([, text = '']) => text);
    expect(quoted.length).toBeGreaterThan(5);
    expect(quoted.filter(text => !spoken.includes(text))).toEqual([]);
  });

  it('names commands and settings that there are', () => {
    const titles = manifest.contributes.commands.map(
      ({ category, title }) => `${name(category)}: ${name(title)}`,
    );
    const commands = [...readme.matchAll(/_(Probescope: [^_]+)_/g)].map(([, title]) => title);
    expect(commands.length).toBeGreaterThan(3);
    expect(commands.filter(title => !titles.includes(title ?? ''))).toEqual([]);
    const settings = [...readme.matchAll(/`(probescope\.[\w.]+)`/g)].map(([, id]) => id);
    expect(Object.keys(manifest.contributes.configuration.properties)).toEqual(
      expect.arrayContaining(settings),
    );
  });

  it('shows pictures and links to files that there are', () => {
    const links = [...readme.matchAll(/\]\(([^):]+)\)/g)].map(([, path = '']) => path);
    expect(links).toContain('media/readme/firstPath.png');
    for (const path of links) {
      expect(readFileSync(path).length, path).toBeGreaterThan(0);
    }
  });
});
