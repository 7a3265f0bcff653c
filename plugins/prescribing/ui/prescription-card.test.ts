// SPDX-License-Identifier: Apache-2.0
import { session } from '@curante/shell';
import type { accounts, prescribing } from '@curante/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import './prescription-card';
import type { PrescriptionCard } from './prescription-card';

const doubtful = {
  id: 'r1',
  state: 'attention',
  kind: 'drugs',
  nre: '1200A4000000001',
  reasons: [],
  problem: 'da verificare da una persona: cercare la ricetta 1200A4000000001',
  document: '',
  lines: [],
  changed: '2026-11-23T17:20:00Z',
  white_number: '',
  white_pin: '',
  paper_code: '',
  authentication_code: '',
  delivery: { mode: '', state: 'none', at: null, problem: '' },
} as unknown as prescribing.RecipeView;

async function shown(recipe: prescribing.RecipeView): Promise<PrescriptionCard> {
  const card = document.createElement('curante-prescription') as PrescriptionCard;
  card.prescription = {
    id: 'p1',
    patient: 'a1',
    doctor: 'd1',
    issued: '2026-11-23T17:20:00Z',
    recipes: [recipe],
  } as unknown as prescribing.Prescription;
  document.body.append(card);
  await card.updateComplete;
  return card;
}

const button = (card: PrescriptionCard, name: string): HTMLButtonElement | null =>
  card.renderRoot.querySelector<HTMLButtonElement>(`button[data-${name}]`);

beforeEach(() =>
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as accounts.Session),
);
afterEach(() => {
  session.end();
  document.body.replaceChildren();
});

describe('a recipe that a person must look up', () => {
  it('says its number and takes what was found', async () => {
    const card = await shown(doubtful);
    const told: string[] = [];
    for (const name of ['curante-there', 'curante-absent']) {
      card.addEventListener(name, (event) =>
        told.push(`${name} ${(event as CustomEvent<prescribing.RecipeView>).detail.id}`),
      );
    }
    expect(card.renderRoot.textContent).toContain('1200A4000000001');
    button(card, 'there')?.click();
    button(card, 'absent')?.click();
    expect(told).toEqual(['curante-there r1', 'curante-absent r1']);
  });

  it('of no known number may only be said not to be there', async () => {
    const card = await shown({ ...doubtful, nre: '', undecided: true });
    expect(button(card, 'there')).toBeNull();
    expect(button(card, 'absent')).not.toBeNull();
  });

  it('is not decided while it is still being asked after, nor by who may not issue', async () => {
    expect(button(await shown({ ...doubtful, state: 'checking' }), 'there')).toBeNull();
    session.end();
    expect(button(await shown(doubtful), 'absent')).toBeNull();
  });
});
