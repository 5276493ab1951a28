import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../../src/extension/symbolsEditor/pageHtml';

const html = pageHtml({
  script: 'https://host/symbolsEditor.js?a=1&b="',
  style: 'https://host/symbolsEditor.css',
  cspSource: "'self' https://*.host",
  nonce: 'Zm9v',
  editor: 3,
  language: 'en',
  title: '<b>',
  loading: '<script>alert(1)</script>',
});

describe('page of the symbols editor', () => {
  it('allows its own script by nonce, its style sheet and font, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'self' https://*.host",
      "font-src 'self' https://*.host",
      "script-src 'nonce-Zm9v'",
    ]);
    expect(html).not.toContain('unsafe');
  });

  it('escapes what it is given', () => {
    expect(html).toContain('src="https://host/symbolsEditor.js?a=1&amp;b=&quot;"');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});
