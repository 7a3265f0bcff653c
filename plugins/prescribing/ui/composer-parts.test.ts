// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { prescribing, terminology } from '@curante/contracts';
import { turnKind } from './cover';
import './cover-editor';
import type { CoverEditor } from './cover-editor';
import './drug-fields';
import type { DrugFields } from './drug-fields';
import { newDraft, toRequest, type EditDraft, type EditLine } from './draft';
import './line-editor';
import type { LineEditor } from './line-editor';
import { blankLine, editLine, newServiceLine } from './lines';
import './plan';
import type { Plan } from './plan';
import { detailsOf, kindsOf } from './recipe-kind';
import './send-bar';
import type { SendBar } from './send-bar';
import './service-fields';
import type { ServiceFields } from './service-fields';

const maria = '00000000-0000-4000-8000-000000000001';
const visit = {
  code: '89.7A.3',
  text: 'Prima visita cardiologica',
  branches: ['02'],
  cyclic: false,
  priority_required: true,
  catalogue_code: '',
  note: '',
} as terminology.OutpatientService;

async function shown<E extends HTMLElement>(name: string, members: Partial<E>): Promise<E> {
  const element = Object.assign(document.createElement(name), members) as E;
  document.body.append(element);
  await (element as unknown as { updateComplete: Promise<boolean> }).updateComplete;
  return element;
}

const inside = <E extends Element>(host: HTMLElement, selector: string): E | null =>
  host.shadowRoot?.querySelector<E>(selector) ?? null;

afterEach(() => document.body.replaceChildren());

describe('the kind of patient', () => {
  const kindOf = async (draft: EditDraft): Promise<CoverEditor> =>
    shown<CoverEditor>('curante-cover', { draft });

  it('asks for nothing while it is the SSN', async () => {
    const cover = await kindOf(newDraft(maria));
    expect(inside(cover, '[role=group]')).toBeNull();
  });

  it('asks a person insured abroad for the card, and a seafarer for the SASN’s', async () => {
    const abroad = await kindOf({ ...newDraft(maria), patient_kind: 'UE' });
    expect(inside(abroad, '#card_number')).not.toBeNull();
    expect(inside(abroad, '#company')).toBeNull();
    const sailor = await kindOf({ ...newDraft(maria), patient_kind: 'NA' });
    expect(inside(sailor, '#company')).not.toBeNull();
    expect(inside(sailor, '#card_number')).toBeNull();
    const foreigner = await kindOf({ ...newDraft(maria), patient_kind: 'NX' });
    expect(inside(foreigner, '#card')).not.toBeNull();
    expect(inside(foreigner, '#company')).not.toBeNull();
  });

  it('offers a seafarer from outside the Union a foreign card, and takes it back', async () => {
    const draft = { ...newDraft(maria), ...turnKind(newDraft(maria), 'NX') };
    expect(draft.foreign).toBeNull();
    const cover = await kindOf(draft);
    expect(inside(cover, '#card_number')).toBeNull();
    const told: Partial<EditDraft>[] = [];
    cover.addEventListener('curante-change', (event) => told.push((event as CustomEvent).detail));
    inside<HTMLInputElement>(cover, 'input[type=checkbox]')?.click();
    expect(told[0]?.foreign).toMatchObject({ state: '', card_number: '' });
    const given = await kindOf({ ...draft, ...told[0] });
    expect(inside(given, '#card_number')).not.toBeNull();
    expect(inside(given, '#company')).not.toBeNull();
    given.addEventListener('curante-change', (event) => told.push((event as CustomEvent).detail));
    inside<HTMLInputElement>(given, 'input[type=checkbox]')?.click();
    expect(told[1]?.foreign).toBeNull();
    const filled = { ...draft, foreign: { ...told[0]!.foreign!, state: ' CH ' } };
    expect(turnKind(filled, 'NX').foreign?.state).toBe(' CH ');
    expect(turnKind(filled, 'NA').foreign).toBeNull();
  });

  it('sends what was written without the blanks around it', () => {
    const draft = { ...newDraft(maria), patient_kind: 'NX', sasn_card: ' ', sasn_company: ' Navi ' };
    const foreign = { state: ' CH', institution: ' ', personal_number: '1 ', card_number: ' 2' };
    const sent = toRequest({ ...draft, foreign: { ...foreign, birth_date: null, card_until: null } });
    expect([sent.sasn_card, sent.sasn_company]).toEqual(['', 'Navi']);
    expect(sent.foreign).toMatchObject({ state: 'CH', institution: '', personal_number: '1', card_number: '2' });
  });

  it('takes along nothing that is no longer shown', () => {
    const draft = { ...newDraft(maria), patient_kind: 'NA', sasn_card: 'X1', sasn_company: 'Nave' };
    const turned = turnKind(draft, 'EE');
    expect(turned).toMatchObject({ patient_kind: 'EE', sasn_card: '', sasn_company: '' });
    expect(turned.foreign).toMatchObject({ state: '', card_number: '' });
    expect(turnKind({ ...draft, ...turned }, '').foreign).toBeNull();
  });
});

describe('the plan', () => {
  it('names each recipe by its kind and says why it stands alone', async () => {
    const draft = {
      ...newDraft(maria),
      lines: [newServiceLine(visit), editLine({}, { text: 'RAMIPRIL' })],
    };
    const plan = await shown<Plan>('curante-plan', {
      draft,
      recipes: [
        {
          lines: [1],
          quantities: [1],
          kind: 'services',
          priority: 'B',
          electronic: true,
          reason: '',
          exemption: '013',
        },
        { lines: [2], quantities: [2], kind: 'white', priority: '', electronic: false, reason: 'classe C' },
      ] as prescribing.PlannedRecipe[],
    });
    const recipes = [...(plan.shadowRoot?.querySelectorAll('li') ?? [])].map((one) =>
      (one.textContent ?? '').replace(/\s+/g, ' ').trim(),
    );
    expect(recipes[0]).toBe('1. Prestazioni · priorità B Esenzione 013 Prima visita cardiologica × 1');
    expect(recipes[1]).toBe('2. Bianca · su carta RAMIPRIL × 2 Perché: classe C');
  });
});

describe('the plan of a cycle', () => {
  it('says how many sessions each row of the recipe has', async () => {
    const draft = { ...newDraft(maria), lines: [newServiceLine({ ...visit, cyclic: true })] };
    const recipe = { lines: [1, 1], quantities: [1, 1], sessions: [9, 1], kind: 'services' };
    const whole = { ...recipe, priority: '', electronic: true, reason: '', exemption: '' };
    const plan = await shown<Plan>('curante-plan', {
      draft,
      recipes: [whole] as unknown as prescribing.PlannedRecipe[],
    });
    const rows = [...(plan.shadowRoot?.querySelectorAll('.number') ?? [])];
    expect(rows.map((one) => one.textContent?.trim())).toEqual(['9 sedute', '1 seduta']);
  });
});

describe('the exemption of a line', () => {
  const exemptions = [
    { code: '013', valid_from: null, valid_to: null },
    { code: '031', valid_from: null, valid_to: '2020-01-01' },
  ];
  const line = editLine({}, { text: 'RAMIPRIL' });
  const fields = (more: Partial<DrugFields>): Promise<DrugFields> =>
    shown<DrugFields>('curante-drug-fields', { line, exemptions, exemption: '013', ...more });

  it('is that of all lines until one is chosen, and again', async () => {
    const shownFields = await fields({});
    const told: Partial<EditLine>[] = [];
    shownFields.addEventListener('curante-change', (event) => told.push((event as CustomEvent).detail));
    const select = inside<HTMLSelectElement>(shownFields, '#exemption');
    if (!select) throw new Error('there is nothing to choose from');
    expect(select.selectedOptions[0]?.textContent?.trim()).toBe('della prescrizione: 013');
    expect([...select.options].map((one) => one.disabled)).toEqual([false, false, false, true]);
    for (const value of ['', '013', '=']) {
      select.value = value;
      select.dispatchEvent(new Event('change'));
    }
    expect(told).toEqual([{ exemption: '' }, { exemption: '013' }, { exemption: null }]);
  });

  it('is not asked of a patient who has none, nor where the patient pays', async () => {
    expect(inside(await fields({ exemptions: [] }), '#exemption')).toBeNull();
    expect(inside(await fields({ white: true }), '#exemption')).toBeNull();
    const gone = { ...line, exemption: '013' };
    expect(inside(await fields({ exemptions: [], line: gone }), '#exemption')).not.toBeNull();
  });

  it('is told where it departs from the others', async () => {
    const mark = async (own: string | null): Promise<string | undefined> => {
      const members = { line: { ...line, exemption: own }, exemptions, exemption: '013' };
      const editor = await shown<LineEditor>('curante-line-editor', members);
      return inside(editor, '[data-own-exemption]')?.textContent?.trim();
    };
    expect(await mark(null)).toBeUndefined();
    expect(await mark('013')).toBeUndefined();
    expect(await mark('031')).toBe('Esenzione 031');
    expect(await mark('')).toBe('Senza esenzione');
  });
});

it('tells in a few words how many recipes of which kind', () => {
  expect(kindsOf([{ kind: 'white' }])).toBe('bianca');
  expect(kindsOf([{ kind: 'white' }, { kind: 'white' }])).toBe('bianche');
  expect(kindsOf([{ kind: 'drugs' }, { kind: 'drugs' }])).toBe('farmaci SSN');
  expect(kindsOf([{ kind: 'drugs' }, { kind: 'white' }, { kind: 'white' }])).toBe(
    '1 di farmaci SSN, 2 bianche',
  );
});

it('takes a line away that was double-clicked, and not the one that moves up', async () => {
  const editor = await shown<LineEditor>('curante-line-editor', { line: newServiceLine(visit) });
  const removed = vi.fn();
  editor.addEventListener('curante-remove', removed);
  const button = inside(editor, '[aria-label^="Togli"]');
  button?.dispatchEvent(new MouseEvent('click', { detail: 1 }));
  button?.dispatchEvent(new MouseEvent('click', { detail: 2 }));
  expect(removed).toHaveBeenCalledTimes(1);
});

it('calls sending by that name only where something is sent', async () => {
  const name = async (...electronic: boolean[]): Promise<string> => {
    const recipes = electronic.map((one) => ({ electronic: one, kind: 'drugs' }));
    const assessment = { recipes, findings: [], deliveries: [], can_issue: true };
    const bar = await shown<SendBar>('curante-send-bar', { assessment } as unknown as Partial<SendBar>);
    return inside(bar, '[data-issue]')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  };
  expect(await name(true)).toBe('Invia Alt+I');
  expect(await name(true, false)).toBe('Invia Alt+I');
  expect(await name(false, false)).toBe('Prescrivi su carta Alt+I');
  expect(await name()).toBe('Invia Alt+I');
});

describe('a service', () => {
  const edited = async (line: EditLine): Promise<[ServiceFields, Partial<EditLine>[]]> => {
    const fields = await shown<ServiceFields>('curante-service-fields', { line });
    const told: Partial<EditLine>[] = [];
    fields.addEventListener('curante-change', (event) => told.push((event as CustomEvent).detail));
    return [fields, told];
  };
  const count = (fields: ServiceFields, value: string): void => {
    const input = inside<HTMLInputElement>(fields, '#count');
    if (!input) throw new Error('there is nothing to count in');
    input.value = value;
    input.dispatchEvent(new Event('input'));
  };

  it('counts its sessions when it is cyclic, its quantity when not', async () => {
    const [cyclic, sessions] = await edited(newServiceLine({ ...visit, cyclic: true }));
    count(cyclic, '10');
    expect(sessions).toEqual([{ sessions: 10 }]);
    expect(inside(cyclic, '#count')?.hasAttribute('max')).toBe(false);
    const [single, quantity] = await edited(newServiceLine(visit));
    count(single, '2');
    expect(quantity).toEqual([{ quantity: 2 }]);
  });

  it('at the patient’s charge asks neither for a priority nor for an exemption', async () => {
    const [fields, told] = await edited({ ...newServiceLine(visit), exemption: '013' });
    const tick = inside<HTMLInputElement>(fields, '[aria-label^="A carico del paziente"]');
    if (!tick) throw new Error('the charge cannot be chosen');
    tick.checked = true;
    tick.dispatchEvent(new Event('change'));
    expect(told).toEqual([{ white: true }]);
    const [white] = await edited({ ...newServiceLine(visit), white: true, exemption: '013' });
    expect(inside(white, '#priority')).toBeNull();
    expect(inside(white, '#exemption')).toBeNull();
  });

  it('keeps the LEA annotations folded away until one wants them', async () => {
    const [fields, told] = await edited(newServiceLine(visit));
    expect(inside(fields, '#lea-note')).toBeNull();
    inside<HTMLButtonElement>(fields, '[aria-label^="Annotazioni LEA"]')?.click();
    await fields.updateComplete;
    for (const [id, name] of [
      ['#lea-note', 'lea_note'],
      ['#lea-condition', 'lea_condition'],
      ['#lea-appropriateness', 'lea_appropriateness'],
      ['#lea-pathology', 'lea_pathology'],
    ] as const) {
      const input = inside<HTMLInputElement>(fields, id);
      if (!input) throw new Error(`${id} is not there`);
      expect(input.maxLength).toBe(10);
      input.value = ' 55';
      input.dispatchEvent(new Event('input'));
      expect(told.at(-1)).toEqual({ [name]: '55' });
    }
    const [told_before] = await edited({ ...newServiceLine(visit), lea_pathology: 'P7' });
    expect(inside<HTMLInputElement>(told_before, '#lea-pathology')?.value).toBe('P7');
  });

  it('brings one to the priority while it lacks the one it must have', async () => {
    const [fields] = await edited(newServiceLine(visit));
    fields.focus();
    expect(fields.shadowRoot?.activeElement?.id).toBe('priority');
    const [told] = await edited({ ...newServiceLine(visit), priority: 'B', other_access: true });
    told.focus();
    expect(told.shadowRoot?.activeElement?.id).toBe('count');
  });

  const access = (fields: ServiceFields, name: string): HTMLInputElement => {
    const tick = inside<HTMLInputElement>(fields, `[data-access] [aria-label^="${name}"]`);
    if (!tick) throw new Error(`${name} cannot be said`);
    return tick;
  };

  it('asks whether it is a first access, and takes no silence for an answer', async () => {
    const [fields, told] = await edited({ ...newServiceLine(visit), priority: 'B' });
    fields.focus();
    expect(fields.shadowRoot?.activeElement).toBe(access(fields, 'Primo accesso'));
    expect(access(fields, 'Primo accesso').checked).toBe(false);
    expect(access(fields, 'Accesso successivo').checked).toBe(false);
    expect(inside(fields, '.access.missing')).not.toBeNull();
    access(fields, 'Accesso successivo').click();
    expect(told.at(-1)).toEqual({ first_access: false, other_access: true });
    const [later] = await edited({ ...newServiceLine(visit), priority: 'B', other_access: true });
    expect(inside(later, '.access.missing')).toBeNull();
    expect(access(later, 'Accesso successivo').checked).toBe(true);
  });

  it('asks for no access where none is needed: on paper, or at the patient’s charge', async () => {
    const line = { ...newServiceLine(visit), priority: 'B' };
    const editor = await shown<LineEditor>('curante-line-editor', { line, onPaper: true });
    const fields = inside<ServiceFields>(editor, 'curante-service-fields');
    if (!fields) throw new Error('there are no fields');
    expect(inside(fields, '.access.missing')).toBeNull();
    editor.focus();
    expect(fields.shadowRoot?.activeElement?.id).toBe('count');
    editor.onPaper = false;
    await editor.updateComplete;
    expect(inside(fields, '.access.missing')).not.toBeNull();
    const [white] = await edited({ ...line, priority: '', white: true });
    expect(inside(white, '.access.missing')).toBeNull();
    white.focus();
    expect(white.shadowRoot?.activeElement?.id).toBe('count');
  });

  it('is a first access or a later one, never both', async () => {
    const [fields, told] = await edited({ ...newServiceLine(visit), other_access: true });
    access(fields, 'Primo accesso').click();
    expect(told.at(-1)).toEqual({ first_access: true, other_access: false });
  });
});

describe('detailsOf', () => {
  it('names a service by its code in the region’s catalogue too', () => {
    const line = { kind: 'service', service_code: '89.ZZ', catalogue_code: 'L902' } as prescribing.Line;
    expect(detailsOf(line, 'services').slice(0, 2)).toEqual(['89.ZZ', 'catalogo L902']);
  });

  it.each([
    ['3', 'Non sostituibile: 3 – Continuità terapeutica'],
    ['9', 'Non sostituibile: 9'],
    ['', 'Non sostituibile'],
  ])('tells why a drug may not be replaced: %s', (code, told) => {
    const line = {
      ...blankLine(),
      drug_text: '',
      atc: '',
      group_code: '',
      group_text: '',
      service_text: '',
      exemption: '',
      repetitions: 0,
      validity_days: 0,
      dispensings: 0,
      not_replaceable: true,
      not_replaceable_reason_code: code,
    };
    expect(detailsOf(line, 'drugs')).toContain(told);
  });
});
