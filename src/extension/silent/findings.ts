import type { RowStyle } from '../probesView/row';
import { ofCapture } from './captureFindings';
import { ofCode } from './codeFindings';
import { ofFile } from './fileFindings';
import type { Finding } from './finding';
import { ofProcesses } from './processFindings';
import type { SilentFacts } from './silentFacts';
import { ofState } from './stateFindings';

/** Why a probe is silent: facts of its state and its file first, then what may be so. Never empty. */
export function findings(facts: SilentFacts, style: RowStyle): readonly Finding[] {
  const { state: file } = facts.fileNow;
  const [state, ofItsFile] = [ofState(facts, style), ofFile(facts, style)];
  // Then it was stopped for that, or cannot be made again where it was.
  const isMoved = file === 'overwritten' || (file === 'replaced' && facts.state === 'lost');
  const first = isMoved ? [...ofItsFile, ...state.map(withoutFix)] : [...state, ...ofItsFile];
  const sure = [...first, ...ofProcesses(facts, style)];
  if (sure.length > 0) {
    return sure;
  }
  const isCounting = facts.rate !== undefined && facts.rate > 0;
  const captured = ofCapture(facts, style);
  return isCounting
    ? [counting(facts, style), ...captured]
    : [...captured, ...ofCode(facts, style)];
}

function withoutFix({ kind, sentence }: Finding): Finding {
  return { kind, sentence };
}

function counting({ label, rate }: SilentFacts, { t, locale }: RowStyle): Finding {
  const perSecond = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(rate ?? 0);
  return {
    kind: 'counting',
    sentence: t('{0} is not silent: {1} calls a second.', label, perSecond),
  };
}
