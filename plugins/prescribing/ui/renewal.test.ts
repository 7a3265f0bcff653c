// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { chart, formulary, prescribing } from '@curante/contracts';
import { newDraft, type EditDraft } from './draft';
import { addUnder } from './exemption';
import { blankLine } from './lines';
import { addRenewals, addRepeated, drugToAdd } from './refill';

const maria = '00000000-0000-4000-8000-000000000001';
const coumadin = {
  aic: '016366027',
  name: 'COUMADIN',
  pack: '5 mg compresse, 30 compresse',
  drug_class: 'A',
  atc: 'B01AA03',
  group_code: 'W1A',
  notes: [{ code: '97', condition: 'Fibrillazione atriale', source: 'elenco', link: '' }],
} as unknown as formulary.Drug;
const therapy = {
  id: 't1',
  aic: coumadin.aic,
  atc: coumadin.atc,
  drug_text: 'COUMADIN',
  packs: 2,
  posology: '1 cpr alle 17',
  aifa_note: '',
} as unknown as chart.Therapy;
const diabetes: chart.Exemption = { code: '013', valid_from: null, valid_to: null };
const heart: chart.Exemption = { code: '0A02', valid_from: null, valid_to: null };

type Past = Partial<prescribing.Line>;
const past = (line: Past, recipe: Partial<prescribing.LastLine> = {}): prescribing.LastLine =>
  ({
    issued: '2026-09-01T08:00:00.000Z',
    state: 'accepted',
    kind: 'drugs',
    exemption: '',
    ...recipe,
    line: { ...blankLine(), aic: coumadin.aic, atc: coumadin.atc, therapy: 't1', group_code: '', ...line },
  }) as unknown as prescribing.LastLine;

interface Asked {
  therapies?: string[];
  atcs?: string[];
}

/** The server, with what it was asked about the past. */
function server(lines: prescribing.LastLine[] | undefined, drug: formulary.Drug = coumadin): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (address: string, options: { body: string }) => {
    const name = address.split('/').pop();
    if (name === 'GetDrug') return new Response(JSON.stringify(drug));
    asked.push(JSON.parse(options.body) as Asked);
    if (!lines) return new Response(JSON.stringify({ code: 'database-down' }), { status: 500 });
    return new Response(JSON.stringify({ lines }));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

const addDrug = async (
  draft: EditDraft,
  drug: formulary.Drug,
  exemptions: chart.Exemption[],
): Promise<EditDraft> => addUnder(draft, [await drugToAdd(draft.patient, drug, exemptions)]);

const renewed = async (
  before: prescribing.LastLine[],
  more: { therapy?: Partial<chart.Therapy>; exemptions?: chart.Exemption[]; draft?: EditDraft } = {},
): Promise<EditDraft> => {
  server(before);
  const one = { ...therapy, ...more.therapy };
  return addRenewals(more.draft ?? newDraft(maria), [one], more.exemptions ?? []);
};

describe('a renewal', () => {
  it('keeps what was decided on the last recipe, and the chart’s posology', async () => {
    const draft = await renewed([
      past({
        not_replaceable: true,
        not_replaceable_reason_code: '3',
        therapeutic_plan: 'PT-7',
        posology: 'vecchia',
        quantity: 1,
        aifa_note: '97',
      }),
    ]);
    expect(draft.lines[0]).toMatchObject({
      therapy: 't1',
      quantity: 2,
      posology: '1 cpr alle 17',
      not_replaceable: true,
      not_replaceable_reason_code: '3',
      therapeutic_plan: 'PT-7',
      aifa_note: '97',
    });
  });

  it('goes by pack or by group as the last one did', async () => {
    expect((await renewed([past({})])).lines[0]?.by_active_substance).toBe(false);
    const by_group = await renewed([past({ group_code: 'W1A' })]);
    expect(by_group.lines[0]?.by_active_substance).toBe(true);
    const imported = await renewed([past({}, { state: 'past' })]);
    expect(imported.lines[0]?.by_active_substance).toBe(true);
  });

  it('asks nothing of a drug without a group', async () => {
    server([past({})], { ...coumadin, group_code: '' });
    const draft = await addRenewals(newDraft(maria), [therapy], []);
    expect(draft.lines[0]?.by_active_substance).toBe(true);
  });

  it('stays white outside of the note it was white of', async () => {
    const draft = await renewed([past({ repeatable: true }, { kind: 'white' })], {
      therapy: { aifa_note: '13' },
    });
    expect(draft.lines[0]).toMatchObject({ white: true, aifa_note: '' });
  });

  it('goes without a note that is no longer in force', async () => {
    server([past({ aifa_note: '04' })], { ...coumadin, notes: [] });
    const draft = await addRenewals(newDraft(maria), [{ ...therapy, aifa_note: '04' }], []);
    expect(draft.lines[0]).toMatchObject({ aifa_note: '', white: false });
  });

  it('leaves behind what belonged to another pack, and all of another substance', async () => {
    const line = { not_replaceable: true, not_replaceable_reason_code: '1', therapeutic_plan: 'PT-7' };
    const other = await renewed([past({ ...line, aic: '016366039' })]);
    expect(other.lines[0]).toMatchObject({ not_replaceable: false, therapeutic_plan: 'PT-7' });
    const changed = await renewed([past({ ...line, aic: '1', atc: 'C09AA05' })]);
    expect(changed.lines[0]).toMatchObject({ not_replaceable: false, therapeutic_plan: '' });
  });

  it('of a therapy that was never renewed takes its substance’s last line', async () => {
    const draft = await renewed([past({ therapy: '', therapeutic_plan: 'PT-9' })]);
    expect(draft.lines[0]?.therapeutic_plan).toBe('PT-9');
    expect((await renewed([])).lines[0]).toMatchObject({ quantity: 2, exemption: null });
  });

  it('is no renewal when nobody says what there was', async () => {
    server(undefined);
    await expect(addRenewals(newDraft(maria), [therapy], [])).rejects.toThrow();
  });
});

describe('the exemption', () => {
  const under013 = past({}, { exemption: '013' });

  it('of the last recipe is proposed for all while it counts', async () => {
    const draft = await renewed([under013], { exemptions: [diabetes] });
    expect([draft.exemption, draft.lines[0]?.exemption]).toEqual(['013', null]);
    const over = await renewed([under013], { exemptions: [{ ...diabetes, valid_to: '2020-01-01' }] });
    expect([over.exemption, over.lines[0]?.exemption]).toEqual(['', null]);
  });

  it('that most lines had stands for all, another on its line', async () => {
    server([
      under013,
      past({ therapy: 't2' }, { exemption: '0A02' }),
      past({ therapy: 't3' }, { exemption: '0A02' }),
      past({ therapy: 't4' }, { exemption: '' }),
    ]);
    const therapies = ['t1', 't2', 't3', 't4', 't5'].map((id) => ({ ...therapy, id, atc: '' }));
    const draft = await addRenewals(newDraft(maria), therapies, [diabetes, heart]);
    expect(draft.exemption).toBe('0A02');
    expect(draft.lines.map((one) => one.exemption)).toEqual(['013', null, null, '', null]);
  });

  it('that the doctor has chosen for all is not changed', async () => {
    const draft = { ...newDraft(maria), exemption: '0A02' };
    const grown = await renewed([under013], { draft, exemptions: [diabetes, heart] });
    expect([grown.exemption, grown.lines[0]?.exemption]).toEqual(['0A02', '013']);
  });

  it('is the last one of its substance for a drug that is added', async () => {
    const asked = server([under013]);
    const draft = await addDrug(newDraft(maria), coumadin, [diabetes]);
    expect([draft.exemption, draft.lines[0]?.exemption]).toEqual(['013', null]);
    expect(asked).toEqual([{ patient: maria, atcs: ['B01AA03'] }]);
    const second = await addDrug({ ...draft, exemption: '' }, coumadin, [diabetes]);
    expect(second.lines[1]?.exemption).toBe('013');
  });

  it('is not asked for of who has none that counts, and stops nothing', async () => {
    const asked = server(undefined);
    const over = { ...diabetes, valid_to: '2020-01-01' };
    expect((await addDrug(newDraft(maria), coumadin, [over])).lines).toHaveLength(1);
    expect(asked).toEqual([]);
    expect((await addDrug(newDraft(maria), coumadin, [diabetes])).lines[0]?.exemption).toBeNull();
  });

  it('of each recipe comes along when a prescription is repeated', async () => {
    server([]);
    const line = past({}).line;
    const recipe = { state: 'accepted', kind: 'drugs', priority: '', lines: [line] };
    const earlier = {
      patient: maria,
      exemption: '013',
      recipes: [
        { ...recipe, exemption: '013' },
        { ...recipe, exemption: '', lines: [{ ...line, aic: '2' }] },
        { ...recipe, exemption: '', kind: 'white', lines: [{ ...line, aic: '3' }] },
      ],
    } as unknown as prescribing.Prescription;
    const draft = await addRepeated(newDraft(maria), earlier, [diabetes]);
    expect(draft.exemption).toBe('013');
    expect(draft.lines.map((one) => one.exemption)).toEqual([null, '', null]);
  });
});
