// SPDX-License-Identifier: Apache-2.0
import { session } from '@curante/shell';
import type { accounts, prescribing, recipe_transmitter } from '@curante/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

const delivered = { mode: 'print', state: 'delivered', at: null, problem: '' } as unknown as prescribing.RecipeDelivery;

async function shown(...recipes: prescribing.RecipeView[]): Promise<PrescriptionCard> {
  const card = document.createElement('curante-prescription') as PrescriptionCard;
  card.prescription = {
    id: 'p1',
    patient: 'a1',
    doctor: 'd1',
    issued: '2026-11-23T17:20:00Z',
    recipes,
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

describe('why a recipe was refused', () => {
  const refused = (reasons: Partial<recipe_transmitter.Reason>[], problem = ''): prescribing.RecipeView =>
    ({ ...doubtful, state: 'refused', nre: '', problem, red_trouble: 'none', reasons }) as prescribing.RecipeView;
  const note = {
    code: '1176',
    text: 'NOTA CUF MANCANTE O ERRATA',
    title: 'Manca la nota AIFA',
    advice: 'scegliere la nota e inviare di nuovo',
    blocking: true,
  };
  const warning = {
    code: '8001',
    text: 'ESENZIONE NON TROVATA',
    title: 'Esenzione ignota',
    advice: '',
    blocking: false,
  };
  const told = (card: PrescriptionCard): string =>
    (card.renderRoot.querySelector('.why')?.textContent ?? '').replace(/\s+/g, ' ').trim();

  it('is said in plain words, then what to do, and last what the service wrote', async () => {
    const card = await shown(refused([note]));
    expect(told(card)).toMatch(
      /^Manca la nota AIFA .*scegliere la nota e inviare di nuovo NOTA CUF MANCANTE O ERRATA \(1176\)$/,
    );
    expect(card.renderRoot.querySelector('.why strong')?.textContent).toBe('Manca la nota AIFA');
  });

  it('begins with what stands in the way', async () => {
    const card = await shown(refused([warning, note]));
    const codes = [...card.renderRoot.querySelectorAll<HTMLElement>('[data-reason]')];
    expect(codes.map((one) => one.dataset['reason'])).toEqual(['1176', '8001']);
    expect(codes[1]?.textContent).toContain('Avviso:');
    expect(codes[0]?.textContent).not.toContain('Avviso:');
  });

  it('is in the service’s words where there are no others, once', async () => {
    const card = await shown(refused([{ ...note, title: '', advice: '' }]));
    expect(told(card)).toBe('NOTA CUF MANCANTE O ERRATA (1176)');
  });

  it('is not said twice', async () => {
    const card = await shown(refused([note], 'Manca la nota AIFA (1176): scegliere la nota e inviare di nuovo'));
    expect(told(card).match(/Manca la nota AIFA/g)).toHaveLength(1);
  });
});

describe('the papers of one prescription', () => {
  const paper = (id: string, more: Partial<prescribing.RecipeView> = {}): prescribing.RecipeView =>
    ({
      ...doubtful,
      id,
      state: 'accepted',
      problem: '',
      red_trouble: 'none',
      document: `document-${id}`,
      delivery: { mode: 'print', state: 'to_deliver', at: null, problem: '' },
      ...more,
    }) as prescribing.RecipeView;
  const red = paper('red', { state: 'printed', paper_code: '120014500000001' });
  let asked: { address: string; body: string }[];

  beforeEach(() => {
    asked = [];
    vi.stubGlobal('fetch', async (address: string, init?: RequestInit) => {
      asked.push({ address: decodeURIComponent(address), body: String(init?.body ?? '') });
      return new Response('{}');
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('are shown as one, without the red form, and printed ones are told of', async () => {
    const card = await shown(paper('a'), paper('b', { delivery: delivered }), red);
    button(card, 'print-all')?.click();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]?.address).toBe('/files/documents/1/ReadMerged?documents=document-a,document-b');
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-print'));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(JSON.parse(asked[1]?.body ?? '')).toMatchObject({ recipe: 'a', mode: 'print' });
    // Printed again, it is the same handing out.
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-print'));
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(asked[2]?.body).toBe(asked[1]?.body);
  });

  it('have no such button where there is one, which its key shows all the same', async () => {
    const card = await shown(paper('a'), red);
    expect(button(card, 'print-all')).toBeNull();
    card.printAll();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]?.address).toBe('/files/documents/1/Read?document=document-a');
  });

  it('are nothing to show before there are any', async () => {
    (await shown(doubtful)).printAll();
    expect(document.querySelector('curante-document')).toBeNull();
  });
});

describe('what holds for a whole prescription', () => {
  it('is said as it was sent', async () => {
    const card = await shown({ ...doubtful, state: 'accepted' });
    const said = async (more: Partial<prescribing.Prescription>): Promise<string> => {
      card.prescription = { ...card.prescription, ...more };
      await card.updateComplete;
      return card.renderRoot.querySelector('.head')?.textContent ?? '';
    };
    expect(await said({})).not.toMatch(/domiciliare|Suggerita|ricovero/);
    expect(await said({ home_visit: true, suggested: true })).toMatch(/Visita domiciliare\s*Suggerita da specialista \(S\)/);
    expect(await said({ suggested: false, hospital_stay: true })).toContain('Per ricovero (H)');
  });
});

describe('how long a recipe is good for', () => {
  const drug = { kind: 'drug', drug_text: 'RAMIPRIL', quantity: 1, validity_days: 30 };
  const recipe = (more: object): prescribing.RecipeView =>
    ({ ...doubtful, problem: '', red_trouble: 'none', lines: [drug], ...more }) as unknown as prescribing.RecipeView;

  it('is told once there is something to give, of drugs of the SSN', async () => {
    const accepted = await shown(recipe({ state: 'accepted' }));
    expect(accepted.renderRoot.textContent).toContain('vale fino al 23/12/2026');
    for (const other of [{ state: 'waiting' }, { state: 'withdrawn' }, { state: 'accepted', kind: 'white' }]) {
      expect((await shown(recipe(other))).renderRoot.textContent).not.toContain('vale fino');
    }
  });
});
