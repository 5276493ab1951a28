import type {
  FileAction,
  ToSymbolsView,
  ViewNotice,
  ViewStrings,
} from '../../protocol/symbolsView';
import { element, icon } from '../shared/dom';

type Act = (action: FileAction) => void;

/** The whole page when the file cannot be read: one sentence that says what to do, and buttons. */
export function failurePage(
  failure: Extract<ToSymbolsView, { type: 'failed' }>,
  act: Act,
): HTMLElement {
  const buttons = failure.actions.map((action, index) =>
    actionButton(failure.strings[action], index > 0, () => act(action)),
  );
  const alert = element(
    'div',
    { attributes: { role: 'alert' } },
    icon('error'),
    element('h1', { text: failure.sentence }),
    element('div', { className: 'buttons' }, ...buttons),
  );
  return element('main', { className: 'failure' }, alert);
}

/** Says that the file on disk is another one now. */
export function changedBanner(strings: ViewStrings, act: Act): HTMLElement {
  return element(
    'div',
    { className: 'banner', attributes: { role: 'status' } },
    icon('warning'),
    element('span', { text: strings.changed }),
    actionButton(strings.reload, false, () => act('reload')),
  );
}

/** What is to be said of the file's symbols: a line each, with buttons. */
export function noticeLine(notice: ViewNotice, strings: ViewStrings, act: Act): HTMLElement {
  return element(
    'div',
    { className: notice.warning ? 'notice warning' : 'notice', attributes: { role: 'note' } },
    icon(notice.warning ? 'warning' : 'info'),
    element('span', { text: notice.text, attributes: { title: notice.text } }),
    ...notice.actions.map(action => actionButton(strings[action], true, () => act(action))),
  );
}

function actionButton(text: string, secondary: boolean, onClick: () => void): HTMLElement {
  const button = element('button', {
    className: secondary ? 'button secondary' : 'button',
    text,
    attributes: { type: 'button' },
  });
  button.addEventListener('click', onClick);
  return button;
}
