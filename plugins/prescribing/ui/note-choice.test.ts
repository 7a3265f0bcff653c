// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import type { formulary } from '@curante/contracts';
import type { EditLine } from './draft';
import { editLine } from './lines';
import './note-choice';
import type { NoteChoice } from './note-choice';

const note = (code: string, condition: string, link = ''): formulary.AifaNote => ({
  code,
  condition,
  source: 'elenco AIFA',
  link,
});
const gastric = note('01', 'Protezione gastrica', 'https://www.aifa.gov.it/note-aifa');
const ulcer = note('48', 'Ulcera');
const drug = (notes: formulary.AifaNote[]): formulary.Drug =>
  ({ aic: '1', name: 'OMEPRAZOLO', notes, drug_class: 'A' }) as unknown as formulary.Drug;
const line = (notes: formulary.AifaNote[], more: Partial<EditLine> = {}): EditLine =>
  editLine(more, { text: 'OMEPRAZOLO 20 mg', drug: drug(notes) });

afterEach(() => document.body.replaceChildren());

async function shown(it: EditLine): Promise<{ choice: NoteChoice; told: Partial<EditLine>[] }> {
  const choice = Object.assign(document.createElement('curante-note-choice') as NoteChoice, { line: it });
  const told: Partial<EditLine>[] = [];
  choice.addEventListener('curante-change', (event) =>
    told.push((event as CustomEvent<Partial<EditLine>>).detail),
  );
  document.body.append(choice);
  await choice.updateComplete;
  return { choice, told };
}

const inside = (choice: NoteChoice): HTMLElement => choice.shadowRoot as unknown as HTMLElement;
const radios = (choice: NoteChoice): HTMLInputElement[] => [
  ...inside(choice).querySelectorAll<HTMLInputElement>('input[type=radio]'),
];
const radio = (choice: NoteChoice, value: string): HTMLInputElement => {
  const found = radios(choice).find((one) => one.value === value);
  if (!found) throw new Error(`there is no choice ${value}`);
  return found;
};
const describedBy = (choice: NoteChoice, value: string): string =>
  inside(choice)
    .querySelector(`#${radio(choice, value).getAttribute('aria-describedby') ?? ''}`)
    ?.textContent?.trim() ?? '';

describe('the choice of a note', () => {
  it('chooses nothing by itself, and has each condition beside its choice', async () => {
    const { choice, told } = await shown(line([gastric, ulcer]));
    expect(radios(choice).map((one) => [one.value, one.checked])).toEqual([
      ['01', false],
      ['48', false],
      ['-', false],
    ]);
    expect(describedBy(choice, '01')).toContain('sintesi: Protezione gastrica');
    expect(describedBy(choice, '48')).toContain('Ulcera');
    expect(told).toEqual([]);
  });

  it('of a single note is not made either', async () => {
    const { choice } = await shown(line([gastric]));
    expect(radios(choice).map((one) => one.checked)).toEqual([false, false]);
  });

  it('tells what is chosen, and takes the line back from the patient’s charge', async () => {
    const { choice, told } = await shown(line([gastric, ulcer], { white: true }));
    inside(choice).querySelector<HTMLButtonElement>('[data-change]')?.click();
    await choice.updateComplete;
    radio(choice, '48').click();
    expect(told).toEqual([{ aifa_note: '48', white: false }]);
  });

  it('says what follows from none, and does it', async () => {
    const { choice, told } = await shown(line([gastric]));
    expect(describedBy(choice, '-')).toContain('ricetta bianca');
    radio(choice, '-').click();
    expect(told).toEqual([{ aifa_note: '', white: true }]);
  });

  it('links to the official text where there is one', async () => {
    const { choice } = await shown(line([gastric, ulcer]));
    const links = [...inside(choice).querySelectorAll('a')];
    expect(links.map((one) => [one.href, one.target, one.rel])).toEqual([
      ['https://www.aifa.gov.it/note-aifa', '_blank', 'noopener noreferrer'],
    ]);
    expect(links[0]?.getAttribute('aria-label')).toContain('01');
  });

  it('that was made before is told in one line, with its condition, until somebody changes it', async () => {
    const { choice } = await shown(line([gastric, ulcer], { aifa_note: '48' }));
    expect(radios(choice)).toEqual([]);
    expect(inside(choice).textContent).toContain('sintesi: Ulcera');
    expect(inside(choice).textContent).not.toContain('Protezione gastrica');
    inside(choice).querySelector<HTMLButtonElement>('[data-change]')?.click();
    await choice.updateComplete;
    expect(radio(choice, '48').checked).toBe(true);
  });

  it('stays open once begun, so that nothing moves under the hand', async () => {
    const it = line([gastric]);
    const { choice } = await shown(it);
    choice.line = { ...it, aifa_note: '01' };
    await choice.updateComplete;
    expect(radio(choice, '01').checked).toBe(true);
  });

  it('is no question of a drug without notes; one it has no longer can be taken off', async () => {
    const none = await shown(line([]));
    expect(inside(none.choice).querySelector('fieldset, button')).toBeNull();
    const { choice, told } = await shown(line([], { aifa_note: '04' }));
    expect(inside(choice).textContent).toContain('04');
    inside(choice).querySelector<HTMLButtonElement>('[data-take-off]')?.click();
    expect(told).toEqual([{ aifa_note: '' }]);
  });
});
