// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { chart, formulary, prescribing, terminology } from '@curante/contracts';
import { newDraft, toRequest, type EditDraft } from './draft';
import { exemptionChoices, isValid } from './exemption';
import { findLines } from './line-finder';
import { editLine, newDrugLine, newServiceLine, priceOf, templateLine, whiteLines } from './lines';
import { addRepeated, addTemplate } from './refill';

const maria = '00000000-0000-4000-8000-000000000001';
const ramipril = {
  aic: '035580014',
  name: 'RAMIPRIL',
  pack: '5 mg compresse, 28 compresse',
  drug_class: 'A',
  notes: [],
  price: 300,
} as unknown as formulary.Drug;
const massage = {
  code: '93.39.1',
  text: 'Massoterapia',
  branches: ['12'],
  cyclic: true,
  priority_required: false,
  catalogue_code: 'CAT1',
  note: '',
} as terminology.OutpatientService;
const favourite = { id: 'f', name: 'Ramipril mio', lines: [templateLine(newDrugLine(ramipril))] };

/** Answers each call by its name, as the server does; what is not named is asked by nobody. */
function server(answers: Record<string, unknown>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const name = address.split('/').pop() ?? '';
    asked.push(name);
    if (!(name in answers)) return new Response(JSON.stringify({}), { status: 404 });
    return new Response(JSON.stringify(answers[name]));
  });
  return asked;
}

const signal = new AbortController().signal;

beforeEach(() => server({}));
afterEach(() => vi.unstubAllGlobals());

it('names no price where none is known', () => {
  expect(priceOf({ price: 0 })).toBe('');
  expect(priceOf(ramipril)).toContain('3,00');
});

describe('a line', () => {
  it('of a cyclic service counts sessions, and keeps the catalogue code', () => {
    const line = newServiceLine(massage);
    expect(line).toMatchObject({ kind: 'service', quantity: 1, sessions: 1 });
    expect(line).toMatchObject({ service_code: '93.39.1', catalogue_code: 'CAT1' });
    expect(newServiceLine({ ...massage, cyclic: false }).sessions).toBe(0);
  });

  it('is white because the doctor says so, or the rules', () => {
    const lines = [newDrugLine(ramipril), { ...newServiceLine(massage), white: true }, newDrugLine(ramipril)];
    const draft = { ...newDraft(maria), lines };
    const keys = lines.map((line) => line.key);
    expect([...whiteLines(draft, [])]).toEqual([keys[1]]);
    expect([...whiteLines(draft, [{ line: 3, repeatable: true }])]).toEqual([keys[1], keys[2]]);
  });

  it('of a template has nothing that is one patient’s', () => {
    const line = { ...newDrugLine(ramipril), therapy: 't', therapeutic_plan: 'P1', posology: '1' };
    const kept = templateLine(line);
    expect(kept).toMatchObject({ therapy: '', therapeutic_plan: '', posology: '1' });
    expect(kept).not.toHaveProperty('text');
    expect(kept).not.toHaveProperty('key');
  });

  it('of a service is sent without what only the screen needs', () => {
    const draft = { ...newDraft(maria), lines: [newServiceLine(massage)] };
    expect(toRequest(draft).lines?.[0]).not.toHaveProperty('service');
    expect(toRequest({ ...draft, diagnosis_text: ' dolore ' }).diagnosis_text).toBe('dolore');
  });
});

describe('the one type-ahead', () => {
  const drugs = { drugs: [ramipril], more: false };
  const services = { services: [massage], more: true };

  it('puts the doctor’s own first', async () => {
    server({ ListTemplates: { templates: [favourite] }, Search: drugs });
    const found = await findLines('drug', 'rami', signal);
    expect(found.choices.map((one) => one.value.what)).toEqual(['template', 'drug']);
  });

  it('looks through the other kind when there is none of this one', async () => {
    const none = { templates: [] };
    let asked = server({ ListTemplates: none, Search: { drugs: [], more: false }, SearchServices: services });
    const found = await findLines('drug', 'masso', signal);
    expect(found.choices.map((one) => one.value.what)).toEqual(['service']);
    expect(found.more).toBe(true);
    asked = server({ ListTemplates: none, SearchServices: services });
    await findLines('service', 'masso', signal);
    expect(asked).not.toContain('Search');
  });

  it('asks only for templates while nothing is typed', async () => {
    const asked = server({ ListTemplates: { templates: [favourite] } });
    expect((await findLines('drug', '', signal)).choices).toHaveLength(1);
    expect(asked).toEqual(['ListTemplates']);
  });
});

describe('exemptions', () => {
  const over: chart.Exemption = { code: '031', valid_from: null, valid_to: '2026-10-31' };
  const good: chart.Exemption = { code: '013', valid_from: '2020-01-01', valid_to: null };
  const on = '2026-11-25';

  it('that have run out are told and cannot be picked', () => {
    const choices = exemptionChoices([over, good], '', new Map([['031', 'Ipertensione']]), on);
    expect(choices.map((one) => [one.value, one.disabled])).toEqual([
      ['', false],
      ['013', false],
      ['031', true],
    ]);
    expect(choices[2]?.text).toBe('031 – Ipertensione (scaduta il 31/10/2026)');
  });

  it('given anew count, whatever ran out before under the same code', () => {
    const anew = { ...over, valid_from: '2026-11-01', valid_to: null };
    const choices = exemptionChoices([over, anew], '', new Map(), on);
    expect(choices.map((one) => [one.value, one.disabled])).toEqual([['', false], ['031', false]]);
  });

  it('count on their first and last day, and not before', () => {
    expect(isValid({ ...over, valid_to: on }, on)).toBe(true);
    expect(isValid({ ...good, valid_from: '2026-11-26' }, on)).toBe(false);
  });

  it('picked and gone from the chart stay in sight', () => {
    expect(exemptionChoices([], 'E01', new Map(), on)[1]).toMatchObject({ value: 'E01', disabled: true });
  });
});

describe('copied into the draft', () => {
  const copy = async (
    recipe: Partial<prescribing.RecipeView>,
    line: Partial<prescribing.Line>,
    exemptions: chart.Exemption[] = [],
  ): Promise<EditDraft> => {
    const earlier = {
      patient: maria,
      exemption: '013',
      recipes: [
        { state: 'accepted', kind: 'drugs', priority: '', exemption: '013', ...recipe, lines: [line] },
      ],
    } as unknown as prescribing.Prescription;
    return addRepeated(newDraft(maria), earlier, exemptions);
  };

  it('a service keeps the priority of its recipe', async () => {
    server({ GetService: massage });
    const line = { kind: 'service', service_code: '93.39.1', sessions: 6, quantity: 1 } as const;
    const draft = await copy({ kind: 'services', priority: 'B' }, line);
    expect(draft.lines[0]).toMatchObject({ kind: 'service', priority: 'B', sessions: 6 });
    expect(draft.lines[0]?.text).toBe('Massoterapia');
  });

  it('a service is called as the region’s catalogue calls it', async () => {
    server({ GetService: { ...massage, catalogue_text: 'Massoterapia distrettuale' } });
    const line = { kind: 'service', service_code: '93.39.1', quantity: 1, sessions: 1 } as const;
    expect((await copy({ kind: 'services' }, line)).lines[0]?.text).toBe('Massoterapia distrettuale');
  });

  it('a service keeps its LEA annotations and its own charge', async () => {
    server({ GetService: massage });
    const lea = { lea_note: '55', lea_condition: 'H', lea_appropriateness: 'R', lea_pathology: 'P' };
    const line = { kind: 'service', service_code: '93.39.1', quantity: 1, sessions: 0, ...lea } as const;
    expect((await copy({ kind: 'white' }, line)).lines[0]).toMatchObject({ ...lea, white: true });
    expect(templateLine({ ...editLine({}, { text: '' }), ...lea })).toMatchObject(lea);
  });

  it('two rows of a cyclic service stay two cycles', async () => {
    server({ GetService: massage });
    const row = { kind: 'service', service_code: '93.39.1', quantity: 1 } as const;
    const earlier = {
      patient: maria,
      recipes: [
        {
          state: 'accepted',
          kind: 'services',
          priority: '',
          exemption: '',
          lines: [
            { ...row, sessions: 9 },
            { ...row, sessions: 1 },
          ],
        },
      ],
    } as unknown as prescribing.Prescription;
    const draft = await addRepeated(newDraft(maria), earlier, []);
    expect(draft.lines.map((one) => [one.quantity, one.sessions])).toEqual([
      [1, 9],
      [1, 1],
    ]);
  });

  it('a white recipe stays white, as often as it was', async () => {
    server({ GetDrug: ramipril });
    const line = { kind: 'drug', aic: ramipril.aic, repeatable: true, repetitions: 1 } as const;
    const draft = await copy({ kind: 'white' }, { ...line, quantity: 1 });
    expect(draft.lines[0]).toMatchObject({ white: true, repeatable: true, one_pack_only: true });
  });

  it('an exemption that has run out is left behind', async () => {
    server({ GetDrug: ramipril });
    const line = { kind: 'drug', aic: ramipril.aic, quantity: 1 } as const;
    const valid = { code: '013', valid_from: null, valid_to: null };
    expect((await copy({}, line, [valid])).exemption).toBe('013');
    expect((await copy({}, line, [{ ...valid, valid_to: '2020-01-01' }])).exemption).toBe('');
  });

  it('who pays and what is hidden come along, the visit of that day does not', async () => {
    server({ GetDrug: ramipril });
    const foreign = { state: 'DE', card_number: '8' } as prescribing.Prescription['foreign'];
    const earlier = {
      patient: maria,
      patient_kind: 'UE',
      foreign,
      obscured: true,
      home_visit: true,
      on_paper: true,
      hospital_stay: true,
      suggested: true,
      recipes: [{ state: 'accepted', kind: 'drugs', lines: [{ aic: ramipril.aic, quantity: 1 }] }],
    } as unknown as prescribing.Prescription;
    const draft = await addRepeated(newDraft(maria), earlier, []);
    expect(draft).toMatchObject({ patient_kind: 'UE', foreign, obscured: true });
    expect(draft).toMatchObject({ home_visit: false, on_paper: false, hospital_stay: false, suggested: true });
    const begun = { ...newDraft(maria), lines: [newDrugLine(ramipril)] };
    expect((await addRepeated(begun, earlier, [])).patient_kind).toBe('');
  });

  it('a template brings its diagnosis only where there is none', async () => {
    server({ GetDrug: ramipril });
    const template = { ...favourite, diagnosis_code: '401.1', diagnosis_text: 'Ipertensione' };
    const fresh = await addTemplate(newDraft(maria), template as prescribing.Template);
    expect(fresh.lines[0]?.text).toBe('RAMIPRIL 5 mg compresse, 28 compresse');
    expect(fresh.diagnosis_code).toBe('401.1');
    const told = { ...newDraft(maria), diagnosis_text: 'altro' };
    const kept = await addTemplate(told, template as prescribing.Template);
    expect([kept.diagnosis_code, kept.diagnosis_text]).toEqual(['', 'altro']);
  });
});
