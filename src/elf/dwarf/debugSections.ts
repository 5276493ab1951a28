import type { ElfImage } from '../elfImage';
import { DebugSection } from './debugSection';

/** Text that a compiler put into a section for itself, or wrote where it is used. */
export type TextPlace = string | { readonly section: TextSection; readonly at: number };

/** Sections that hold nothing but texts. */
export type TextSection = '.debug_str' | '.debug_line_str';

type SectionName = TextSection | '.debug_line' | '.debug_info' | '.debug_abbrev' | '.debug_aranges';

/** The sections of one file that tell about lines, each opened when it is first needed. */
export class DebugSections {
  private readonly opened = new Map<SectionName, Promise<DebugSection | undefined>>();

  constructor(private readonly image: ElfImage) {}

  /** Undefined where the file has none. Rejects with ElfError. */
  get(name: SectionName): Promise<DebugSection | undefined> {
    const section = this.opened.get(name) ?? DebugSection.of(this.image, name);
    this.opened.set(name, section);
    return section;
  }

  /** `''` where there is no such text. */
  async text(place: TextPlace): Promise<string> {
    return typeof place === 'string'
      ? place
      : ((await (await this.get(place.section))?.text(place.at)) ?? '');
  }
}
