// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { countOf, draftMarks, draftWords, lineMarks, lineWords } from './prepared-details';

// With what is not simply empty; the rest is.
const usual = { by_active_substance: true, repeatable: true, sessions: 0, exemption: null };
const drug = { ...usual, kind: 'drug', quantity: 2 } as prescribing.DraftLine;
const service = { ...usual, kind: 'service', quantity: 1 } as prescribing.DraftLine;
const draft = { lines: [drug], foreign: null } as unknown as prescribing.Draft;

type Case<T> = [string, Partial<T>, string[]];

describe('what a doctor approves of', () => {
  it('says nothing of what is as usual', () => {
    expect(lineMarks(drug)).toEqual([]);
    expect(lineMarks(service)).toEqual([]);
    expect(lineWords(drug)).toEqual([]);
    expect(draftMarks(draft)).toEqual([]);
    expect(draftWords(draft)).toEqual([]);
  });

  it.each<Case<prescribing.DraftLine>>([
    ['not replaceable', { not_replaceable: true }, ['non sostituibile']],
    [
      'not replaceable, why',
      { not_replaceable: true, not_replaceable_reason_code: '3', by_active_substance: false },
      ['non sostituibile: continuità terapeutica'],
    ],
    [
      'not replaceable, for a reason without words',
      { not_replaceable: true, not_replaceable_reason_code: '9' },
      ['non sostituibile: 9'],
    ],
    ['by its pack', { by_active_substance: false }, ['per confezione, non per principio attivo']],
    ['at the patient’s charge', { white: true }, ['a carico del paziente (bianca)', 'RR, ripetibile']],
    [
      'not to be repeated',
      { white: true, repeatable: false },
      ['a carico del paziente (bianca)', 'RNR, non ripetibile'],
    ],
    ['not to be repeated, white by its class', { repeatable: false }, ['RNR, non ripetibile']],
    ['an exemption of its own', { exemption: '031' }, ['esenzione della riga 031']],
    ['no exemption, unlike the others', { exemption: '' }, ['riga senza esenzione']],
    ['one pack only', { one_pack_only: true }, ['un solo pezzo anche se ripetibile']],
  ])('a drug: %s', (_name, more, words) => {
    expect(lineMarks({ ...drug, ...more })).toEqual(words);
  });

  it('says of a drug that is white by its class what it will become', () => {
    expect(lineMarks(drug, { line: 1, repeatable: true })).toEqual([
      'ricetta bianca: il SSN non lo paga',
      'RR, ripetibile',
    ]);
    // The draft wishes it repeatable, and the rules do not let it.
    expect(lineMarks({ ...drug, white: true }, { line: 1, repeatable: false })).toEqual([
      'a carico del paziente (bianca)',
      'RNR, non ripetibile',
    ]);
  });

  it.each<Case<prescribing.DraftLine>>([
    ['urgent', { priority: 'U' }, ['priorità U, entro 72 ore']],
    ['soon', { priority: 'B' }, ['priorità B, entro 10 giorni']],
    ['deferrable', { priority: 'D' }, ['priorità D, entro 30 o 60 giorni']],
    ['planned', { priority: 'P' }, ['priorità P, programmata']],
    ['a priority without words', { priority: 'X' }, ['priorità X']],
    ['first access', { first_access: true }, ['primo accesso']],
    ['a later access', { other_access: true }, ['accesso successivo']],
    ['by video', { televisit: true }, ['televisita']],
    ['never repeatable', { repeatable: false }, []],
  ])('a service: %s', (_name, more, words) => {
    expect(lineMarks({ ...service, ...more })).toEqual(words);
  });

  it.each<Case<prescribing.DraftLine>>([
    ['posology', { posology: '1 al dì' }, ['1 al dì']],
    ['AIFA note', { aifa_note: '13' }, ['nota 13']],
    ['therapeutic plan', { therapeutic_plan: 'PT-77' }, ['piano terapeutico PT-77']],
    ['notes', { notes: 'soffio di nuova comparsa' }, ['soffio di nuova comparsa']],
  ])('a line: %s', (_name, more, words) => {
    expect(lineWords({ ...drug, ...more })).toEqual(words);
  });

  it('uses no red number on paper for what is white by its class', () => {
    const paper = { ...draft, on_paper: true };
    expect(draftMarks(paper, [{ line: 1, repeatable: false }])).toEqual(['su carta']);
  });

  it('counts packs, and sessions of a cyclic service', () => {
    expect(countOf(drug)).toBe('× 2');
    expect(countOf({ ...service, sessions: 6 })).toBe('6 sedute');
    expect(countOf({ ...service, sessions: 6, quantity: 2 })).toBe('× 2, 6 sedute');
  });

  it.each<Case<prescribing.Draft>>([
    ['on paper', { on_paper: true }, ['su carta: ogni ricetta SSN usa un numero rosso']],
    ['on paper, all white', { on_paper: true, lines: [{ ...drug, white: true }] }, ['su carta']],
    ['obscured', { obscured: true }, ['nome oscurato']],
    ['home visit', { home_visit: true }, ['visita domiciliare']],
    ['suggested', { suggested: true }, ['suggerita da specialista']],
    ['UE', { patient_kind: 'UE' }, ['assistito UE, assicurato europeo in soggiorno temporaneo']],
    ['EE', { patient_kind: 'EE' }, ['assistito EE, assicurato extra-europeo in soggiorno temporaneo']],
    ['NE', { patient_kind: 'NE' }, ['assistito NE, a carico di istituzioni europee']],
    ['NA', { patient_kind: 'NA' }, ['assistito NA, navigante, visita ambulatoriale']],
    ['ND', { patient_kind: 'ND' }, ['assistito ND, navigante, visita domiciliare']],
    ['NX', { patient_kind: 'NX' }, ['assistito NX, navigante extra-europeo']],
    ['ST', { patient_kind: 'ST' }, ['assistito ST, straniero temporaneamente presente']],
    ['a kind without words', { patient_kind: 'ZZ' }, ['assistito ZZ']],
  ])('the whole: %s', (_name, more, words) => {
    expect(draftMarks({ ...draft, ...more })).toEqual(words);
  });

  it.each<Case<prescribing.Draft>>([
    ['exemption', { exemption: '013' }, ['esenzione 013']],
    ['diagnosis', { diagnosis_code: '401.1', diagnosis_text: 'Ipertensione' }, ['diagnosi: 401.1 Ipertensione']],
    ['question', { diagnosis_text: 'astenia' }, ['diagnosi: astenia']],
    [
      'insured abroad',
      { foreign: { state: 'DE', card_number: '8027' } as prescribing.Draft['foreign'] },
      ['Stato DE', 'tessera 8027'],
    ],
    ['a seafarer', { sasn_card: 'S1', sasn_company: 'Nave' }, ['tessera SASN S1', 'società Nave']],
    ['printed', { delivery: 'print' }, ['consegna: promemoria stampato']],
    ['handed over later', { delivery: 'none' }, ['consegna: solo dematerializzata']],
    ['by SMS', { delivery: 'sms-number' }, ['consegna: numero per SMS']],
    ['its number by e-mail', { delivery: 'mail-number' }, ['consegna: numero per e-mail']],
    ['its memo by e-mail', { delivery: 'mail-memo' }, ['consegna: promemoria per e-mail']],
    ['a way without words', { delivery: 'piccione' }, ['consegna: piccione']],
  ])('the whole in words: %s', (_name, more, words) => {
    expect(draftWords({ ...draft, ...more })).toEqual(words);
  });
});
