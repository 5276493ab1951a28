// The page of the Live Events view: connects its parts to the extension.
import type { FromEventsView, ToEventsView } from '../../protocol/eventsView';
import { acquireHost } from '../shared/host';
import { EventsPage } from './eventsPage';
import type { PageState } from './pageState';
import './eventsView.css';

const host = acquireHost<FromEventsView, PageState>();
let page: EventsPage | undefined;

function receive(message: ToEventsView): void {
  if (message.type === 'hydrate') {
    page?.dispose();
    page = new EventsPage(message, host);
    document.body.replaceChildren(page.element);
  } else if (page) {
    tell(page, message);
  }
}

function tell(page: EventsPage, message: Exclude<ToEventsView, { type: 'hydrate' }>): void {
  switch (message.type) {
    case 'state':
      page.setState(message);
      break;
    case 'rows':
      page.setRows(message);
      break;
    case 'filtered':
      page.setFiltered(message);
      break;
    case 'summary':
      page.setSummary(message);
      break;
    case 'stacks':
    case 'stacksOf':
      page.setStacks(message);
      break;
    case 'note':
      page.setNote(message.text);
      break;
    case 'menu':
      page.menu(message);
      break;
  }
}

window.addEventListener('message', event => receive(event.data as ToEventsView));
host.postMessage({ type: 'ready' });
