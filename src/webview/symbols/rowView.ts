import type { NameChoice, ViewCost, ViewKind, ViewMark, ViewRow } from '../../protocol/symbolsView';
import { element, icon } from '../shared/dom';
import { columnIndex, type Column } from './columns';

/** How a row is drawn now. */
export interface RowLook {
  readonly position: number;
  /** Undefined until it has arrived. */
  readonly row: ViewRow | undefined;
  readonly mark: ViewMark | undefined;
  /** Undefined until it is known. */
  readonly cost: ViewCost | undefined;
  readonly selected: boolean;
  readonly active: boolean;
  readonly names: NameChoice;
}

/** What most rows are has no icon. */
const ICONS: Readonly<Record<ViewKind, string>> = {
  function: '',
  import: 'link-external',
  ifunc: 'symbol-interface',
  label: 'tag',
  usdt: 'broadcast',
  data: 'symbol-variable',
};

/** One row of the grid. Reused for other positions, so the DOM holds a screenful only. */
export class RowView {
  readonly element = element('div', { className: 'row', attributes: { role: 'row' } });
  private readonly cells = {
    name: cell('name'),
    symbol: cell('symbol'),
    offset: cell('offset'),
    size: cell('size'),
    binding: cell('binding'),
    section: cell('section'),
    source: cell('source'),
    cost: cell('cost'),
    probed: cell('probed'),
  } satisfies Record<Column, HTMLElement>;
  private readonly kindIcon = icon('circle-slash');
  private readonly nameText = element('span', { className: 'name-text' });
  private readonly version = element('span', { className: 'version' });
  private readonly detail = element('span', { className: 'detail' });
  private readonly warning = icon('warning');
  private readonly costText = element('span', { className: 'cost-text' });
  private readonly pastText = element('span', { className: 'past-text' });
  private readonly past = element(
    'span',
    { className: 'past' },
    element('span', { className: 'past-icon' }, icon('zap')),
    this.pastText,
  );
  private readonly markIcon = icon('record');
  private readonly markText = element('span', { className: 'mark-text' });
  position = -1;

  constructor() {
    this.element.append(...Object.values(this.cells));
    this.cells.name.append(this.kindIcon, this.nameText, this.version, this.detail);
    this.cells.cost.append(this.warning, this.costText, this.past);
    this.cells.probed.append(this.markIcon, this.markText);
  }

  draw(look: RowLook): void {
    const { position, mark } = look;
    const row = look.row ?? NOT_HERE_YET;
    this.position = position;
    this.element.setAttribute('aria-rowindex', String(position + 2));
    this.element.setAttribute('aria-selected', String(look.selected));
    this.element.setAttribute('aria-busy', String(look.row === undefined));
    this.element.tabIndex = look.active ? 0 : -1;
    this.element.classList.toggle('refused', row.refusal !== '');
    this.drawName(row, look.names);
    setText(this.cells.symbol, row.demangled === '' ? '' : row.name);
    this.cells.symbol.title = row.name;
    setText(this.cells.offset, row.offset);
    setText(this.cells.size, row.size);
    setText(this.cells.binding, row.binding);
    setText(this.cells.section, row.section);
    this.cells.section.title = row.section;
    setText(this.cells.source, row.source);
    this.drawCost(row.refusal === '' ? look.cost : undefined);
    this.drawMark(mark, row.refusal);
  }

  private drawName(row: ViewRow, names: NameChoice): void {
    const kind = ICONS[row.kind];
    const shown = kind === '' && row.refusal !== '' ? 'circle-slash' : kind;
    this.kindIcon.hidden = shown === '';
    this.kindIcon.className = `codicon codicon-${shown}`;
    setText(this.nameText, names === 'raw' || row.demangled === '' ? row.name : row.demangled);
    setText(this.version, row.version);
    setText(this.detail, row.detail);
    this.cells.name.title = [row.demangled, row.name + row.version, row.detail, row.note]
      .filter(Boolean)
      .join('\n');
  }

  private drawCost(cost: ViewCost | undefined): void {
    this.warning.hidden = cost?.warning !== true;
    setText(this.costText, cost?.text ?? '');
    this.past.hidden = !cost?.past;
    setText(this.pastText, cost?.past ? ` (${cost.past})` : '');
    this.cells.cost.title = cost?.title ?? '';
  }

  private drawMark(mark: ViewMark | undefined, refusal: string): void {
    this.markIcon.hidden = mark === undefined;
    this.markIcon.className = `codicon codicon-${mark?.armed === false ? 'circle-outline' : 'record'}`;
    setText(this.markText, mark?.text ?? refusal);
    this.cells.probed.title = mark?.title ?? refusal;
    this.cells.probed.classList.toggle('marked', mark !== undefined);
  }
}

const NOT_HERE_YET: ViewRow = {
  index: -1,
  kind: 'function',
  name: '',
  demangled: '',
  version: '',
  detail: '',
  offset: '',
  size: '',
  binding: '',
  section: '',
  source: '',
  refusal: '',
  note: '',
};

function cell(name: Column): HTMLElement {
  return element('div', {
    className: `cell ${name}`,
    attributes: { role: 'gridcell', 'aria-colindex': columnIndex(name) },
  });
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}
