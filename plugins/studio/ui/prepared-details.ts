// SPDX-License-Identifier: Apache-2.0
// All that a prepared prescription says beyond its names, in a few words each: whoever approves of it
// from a list signs all of it.
import type { prescribing } from '@curante/contracts';
import { t } from './studio-texts';

type Key = Parameters<typeof t>[0];
type Line = prescribing.DraftLine;
type Draft = prescribing.Draft;

const reasons: Record<string, Key> = {
  '1': 'reason-1',
  '2': 'reason-2',
  '3': 'reason-3',
  '4': 'reason-4',
};
const priorities: Record<string, Key> = {
  U: 'priority-U',
  B: 'priority-B',
  D: 'priority-D',
  P: 'priority-P',
};
const kinds: Record<string, Key> = {
  UE: 'kind-UE',
  EE: 'kind-EE',
  NE: 'kind-NE',
  NA: 'kind-NA',
  ND: 'kind-ND',
  NX: 'kind-NX',
  ST: 'kind-ST',
};
const deliveries: Record<string, Key> = {
  print: 'delivery-print',
  none: 'delivery-none',
  'sms-number': 'delivery-sms-number',
  'mail-number': 'delivery-mail-number',
  'mail-memo': 'delivery-mail-memo',
};

/** A code without words stands for itself: it must be seen all the same. */
function wordsOf(code: string, words: Record<string, Key>): string {
  const key = words[code];
  return key ? t(key) : code;
}

const told = (parts: string[]): string[] => parts.filter(Boolean);

/** How much: packs, or sessions of a cyclic service, whose quantity stays one. */
export function countOf(line: Line | undefined): string {
  if (!line) return '× 1';
  const sessions = line.sessions > 0 ? t('sessions', { count: line.sessions }) : '';
  if (!sessions) return `× ${line.quantity}`;
  return line.quantity > 1 ? `× ${line.quantity}, ${sessions}` : sessions;
}

/**
 * How the line departs from what is usual: read before signing. `becomes`: what the rules make of one
 * that goes on a white recipe; undefined where it does not, or nobody has said.
 */
export function lineMarks(line: Line, becomes?: prescribing.WhiteLine): string[] {
  return told([
    line.white ? t('white') : becomes ? t('white-by-class') : '',
    ownExemption(line),
    repeatability(line, becomes),
    line.one_pack_only ? t('one-pack-only') : '',
    notReplaceable(line),
    line.kind === 'drug' && !line.by_active_substance && !line.not_replaceable ? t('by-pack') : '',
    line.priority ? t('priority', { priority: wordsOf(line.priority, priorities) }) : '',
    line.first_access ? t('first-access') : '',
    line.other_access ? t('other-access') : '',
    line.televisit ? t('televisit') : '',
    lea(line),
  ]);
}

/** As it will be issued; where the rules have not said, as the draft wishes. */
function repeatability(line: Line, becomes: prescribing.WhiteLine | undefined): string {
  if (line.kind !== 'drug') return '';
  if (becomes) return t(becomes.repeatable ? 'repeatable' : 'not-repeatable');
  if (!line.repeatable) return t('not-repeatable');
  return line.white ? t('repeatable') : '';
}

/** Annotations of the LEA nomenclature, as they will be sent. */
function lea(line: Line): string {
  const { lea_note, lea_condition, lea_appropriateness, lea_pathology } = line;
  const codes = told([lea_note, lea_condition, lea_appropriateness, lea_pathology]);
  return codes.length > 0 ? t('lea', { codes: codes.join(', ') }) : '';
}

/** Where it departs from the draft's. */
function ownExemption({ exemption }: Line): string {
  if (exemption === null) return '';
  return exemption ? t('line-exemption', { code: exemption }) : t('line-without-exemption');
}

function notReplaceable({ not_replaceable, not_replaceable_reason_code: code }: Line): string {
  if (!not_replaceable) return '';
  return code ? t('not-replaceable-why', { why: wordsOf(code, reasons) }) : t('not-replaceable');
}

/** What else the line says. */
export function lineWords(line: Line): string[] {
  return told([
    line.posology,
    line.aifa_note ? t('prepared-aifa', { code: line.aifa_note }) : '',
    line.therapeutic_plan ? t('plan', { plan: line.therapeutic_plan }) : '',
    line.notes,
  ]);
}

/** How all of it departs from what is usual. */
export function draftMarks(draft: Draft, white: prescribing.WhiteLine[] = []): string[] {
  const all_white = draft.lines.every(
    (line, at) =>
      line.white || white.some((one) => one.line === at + 1),
  );
  return told([
    draft.on_paper ? t(all_white ? 'on-paper-white' : 'on-paper') : '',
    draft.obscured ? t('obscured') : '',
    draft.patient_kind ? t('kind', { kind: wordsOf(draft.patient_kind, kinds) }) : '',
    draft.home_visit ? t('home-visit') : '',
    draft.suggested ? t('suggested') : '',
    draft.hospital_stay ? t('hospital-stay') : '',
  ]);
}

/** What else holds for all lines, and how it gets to the patient. */
export function draftWords(draft: Draft): string[] {
  const { foreign } = draft;
  const diagnosis = told([draft.diagnosis_code, draft.diagnosis_text]).join(' ');
  return told([
    draft.exemption ? t('prepared-exemption', { code: draft.exemption }) : '',
    diagnosis ? t('diagnosis', { text: diagnosis }) : '',
    foreign?.state ? t('foreign-state', { state: foreign.state }) : '',
    foreign?.card_number ? t('foreign-card', { card: foreign.card_number }) : '',
    draft.sasn_card ? t('sasn-card', { card: draft.sasn_card }) : '',
    draft.sasn_company ? t('sasn-company', { company: draft.sasn_company }) : '',
    draft.delivery ? t('delivery', { way: wordsOf(draft.delivery, deliveries) }) : '',
  ]);
}
