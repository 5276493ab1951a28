// The page of the Live Events view: connects its parts to the extension.
import type { FromEventsView, ToEventsView } from '../../protocol/eventsView';
import { acquireHost } from '../shared/host';
import { keepInPlace } from '../shared/keepInPlace';
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
  } else {
    page?.receive(message);
  }
}

window.addEventListener('message', event => receive(event.data as ToEventsView));
keepInPlace();
host.postMessage({ type: 'ready' });
