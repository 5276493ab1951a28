// node scripts/l10nBundle.mjs: writes l10n/bundle.l10n.json, every text of src/extension that can be translated.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The bundle that translators start from. */
export const BUNDLE = join(ROOT, 'l10n/bundle.l10n.json');

/**
 * Collects the first argument of every call of `t` (`vscode.l10n.t` or one handed in).
 * @returns {Promise<Record<string, string>>} each message under itself, in order
 */
export async function collectMessages() {
  // Loaded late: scripts must load before dependencies are installed.
  const { default: ts } = await import('typescript');
  const folder = join(ROOT, 'src/extension');
  const files = await readdir(folder, { recursive: true });
  const messages = new Set();
  for (const file of files.filter(name => name.endsWith('.ts'))) {
    const text = await readFile(join(folder, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const visit = node => {
      if (ts.isCallExpression(node) && calledName(ts, node) === 't') {
        const [message] = node.arguments;
        if (!message || !ts.isStringLiteralLike(message)) {
          throw new Error(`${file}: t() takes a literal: ${node.getText(source)}`);
        }
        messages.add(message.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return Object.fromEntries([...messages].sort().map(message => [message, message]));
}

function calledName(ts, { expression }) {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(BUNDLE, `${JSON.stringify(await collectMessages(), null, 2)}\n`);
}
