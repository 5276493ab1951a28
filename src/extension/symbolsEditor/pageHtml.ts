/** What the page needs to load; all URIs are webview URIs. */
export interface PageResources {
  readonly script: string;
  readonly style: string;
  /** `webview.cspSource` */
  readonly cspSource: string;
  /** Unguessable, new for every page. */
  readonly nonce: string;
  /** The number by which context menu commands find this editor. */
  readonly editor?: number;
  /** BCP 47 tag of the display language. */
  readonly language: string;
  readonly title: string;
  /** Shown until the symbols are there. */
  readonly loading: string;
}

/** An empty page that may load its own script, style sheet and font, and nothing else. */
export function pageHtml(page: PageResources): string {
  const policy = [
    "default-src 'none'",
    `style-src ${page.cspSource}`,
    `font-src ${page.cspSource}`,
    `script-src 'nonce-${page.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${escaped(page.style)}">
<title>${escaped(page.title)}</title>
</head>
<body data-editor="${page.editor ?? ''}" data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<p class="empty" role="status">${escaped(page.loading)}</p>
<script type="module" nonce="${page.nonce}" src="${escaped(page.script)}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
