// SPDX-License-Identifier: Apache-2.0
import { ApiError, PatientClosed } from '@curante/shell';
import { expect, it } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { newsOfSent, sendingAfter } from './draft-sender';

const answered = (status: number): ApiError => new ApiError('code', 'testo', 'rimedio', status);

it('an answer that looked at the draft opens it, however it stood', () => {
  for (const status of [400, 404, 409, 422]) {
    expect(sendingAfter(answered(status), 'open')).toBe('open');
    expect(sendingAfter(answered(status), 'unknown')).toBe('open');
  }
});

it('no answer leaves everything open', () => {
  for (const error of [answered(503), ApiError.unreachable(), new Error('what?')]) {
    expect(sendingAfter(error, 'open')).toBe('unknown');
  }
});

it('who was turned away before anybody looked knows no more of an earlier try', () => {
  for (const error of [new PatientClosed(), answered(401), answered(403), answered(429)]) {
    expect(sendingAfter(error, 'open')).toBe('open');
    expect(sendingAfter(error, 'unknown')).toBe('unknown');
  }
});

it('tells what is being sent from what is on paper, which nobody sends', () => {
  const news = (...states: prescribing.RecipeView['state'][]): string =>
    newsOfSent({
      what: 'issued',
      prescription: { recipes: states.map((state) => ({ state })) } as prescribing.Prescription,
    });
  expect(news('waiting')).toBe('Prescrizione registrata: 1 ricetta in invio');
  expect(news('waiting', 'accepted')).toBe('Prescrizione registrata: 2 ricette in invio');
  expect(news('printed')).toContain('1 ricetta su carta');
  expect(news('printed', 'printed')).toContain('2 ricette su carta');
  expect(news('printed', 'waiting', 'waiting')).toBe('Prescrizione registrata. Ricette in invio: 2; su carta: 1');
});

it('tells what is on no red form yet from what is on paper', () => {
  const unprinted = { state: 'printed', kind: 'drugs', paper_code: '' };
  const printed = { ...unprinted, paper_code: '120261234567008' };
  const white = { ...unprinted, kind: 'white' };
  const news = (...recipes: object[]): string =>
    newsOfSent({ what: 'issued', prescription: { recipes } as prescribing.Prescription });
  expect(news(unprinted)).toBe(
    'Prescrizione registrata: 1 ricetta non ancora su carta, da stampare su ricetta rossa',
  );
  expect(news(unprinted, unprinted)).toContain('2 ricette non ancora su carta');
  expect(news(printed, white)).toContain('2 ricette su carta');
  expect(news(white, unprinted, { state: 'waiting' })).toBe(
    'Prescrizione registrata. Ricette in invio: 1; su carta: 1; da stampare su ricetta rossa: 1',
  );
});
