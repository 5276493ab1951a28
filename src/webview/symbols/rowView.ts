import type { ViewMark, ViewRow } from '../../protocol/symbolsView';
import { element, icon } from '../shared/dom';

/** How a row is drawn now. */
export interface RowLook {
  readonly position: number;
  /** Undefined until it has arrived. */
  readonly row: ViewRow | undefined;
  readonly mark: ViewMark | undefined;
  readonly selected: boolean;
  readonly active: boolean;
  /** Show the name as in the file. */
  readonly raw: boolean;
}

/** One row of the grid. Reused for other positions, so the DOM holds a screenful only. */
export class RowView {
  readonly element = element('div', { className: 'row', attributes: { role: 'row' } });
  private readonly cells = {
    name: cell('name'),
    offset: cell('offset'),
    size: cell('size'),
    binding: cell('binding'),
    place: cell('place'),
    probed: cell('probed'),
  };
  private readonly nameText = element('span', { className: 'name-text' });
  private readonly version = element('span', { className: 'version' });
  private readonly refusedIcon = icon('circle-slash');
  private readonly markIcon = icon('record');
  private readonly markText = element('span', { className: 'mark-text' });
  position = -1;

  constructor() {
    this.element.append(...Object.values(this.cells));
    this.cells.name.append(this.refusedIcon, this.nameText, this.version);
    this.cells.probed.append(this.markIcon, this.markText);
  }

  draw(look: RowLook): void {
    const { position, mark } = look;
    const row = look.row ?? NOT_HERE_YET;
    const refused = row.refusal !== '';
    this.position = position;
    this.element.setAttribute('aria-rowindex', String(position + 2));
    this.element.setAttribute('aria-selected', String(look.selected));
    this.element.setAttribute('aria-busy', String(look.row === undefined));
    this.element.tabIndex = look.active ? 0 : -1;
    this.element.classList.toggle('refused', refused);
    this.refusedIcon.hidden = !refused;
    setText(this.nameText, look.raw || row.demangled === '' ? row.name : row.demangled);
    setText(this.version, row.version);
    setText(this.cells.offset, row.offset);
    setText(this.cells.size, row.size);
    setText(this.cells.binding, row.binding);
    setText(this.cells.place, row.place);
    this.cells.name.title = [row.demangled, row.name + row.version, row.note]
      .filter(Boolean)
      .join('\n');
    this.drawMark(mark, row.refusal);
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
  name: '',
  demangled: '',
  version: '',
  offset: '',
  size: '',
  binding: '',
  place: '',
  refusal: '',
  note: '',
};

function cell(name: string): HTMLElement {
  return element('div', { className: `cell ${name}`, attributes: { role: 'gridcell' } });
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}
