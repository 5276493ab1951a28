// The page of the symbols editor: connects its parts to the extension.
import type { FromSymbolsView, ToSymbolsView } from '../../protocol/symbolsView';
import { acquireHost } from '../shared/host';
import { keepInPlace } from '../shared/keepInPlace';
import { failurePage } from './notices';
import type { PageState } from './pageState';
import { SymbolsPage } from './symbolsPage';
import './symbolsEditor.css';
import './symbolGrid.css';
import './columns.css';

const host = acquireHost<FromSymbolsView, PageState>();
const editor = Number(document.body.dataset['editor']);
let page: SymbolsPage | undefined;

function receive(message: ToSymbolsView): void {
  switch (message.type) {
    case 'hydrate':
      page = new SymbolsPage(message, host, editor);
      document.body.replaceChildren(page.element);
      page.focus();
      break;
    case 'failed':
      page = undefined;
      document.body.replaceChildren(
        failurePage(message, action => host.postMessage({ type: 'action', action })),
      );
      break;
    default:
      if (page) {
        tell(page, message);
      }
  }
}

function tell(
  page: SymbolsPage,
  message: Exclude<ToSymbolsView, { type: 'hydrate' | 'failed' }>,
): void {
  switch (message.type) {
    case 'header':
      page.setHeader(message.header);
      break;
    case 'rows':
      page.setRows(message);
      break;
    case 'costs':
      page.setCosts(message);
      break;
    case 'queryFailed':
      page.showQueryFailure(message.query, message.sentence);
      break;
    case 'marks':
      page.setMarks(message.marks);
      break;
    case 'changed':
      page.showChanged();
      break;
    case 'reveal':
      page.showSymbol(message.text, message.offset);
      break;
  }
}

window.addEventListener('message', event => receive(event.data as ToSymbolsView));
window.addEventListener('focus', () => page?.focus());
keepInPlace();
host.postMessage({ type: 'ready' });
