// SPDX-License-Identifier: Apache-2.0
import { call, html, type Choice, type Choices, type TemplateResult } from '@curante/shell';
import type { formulary } from '@curante/contracts';
import { drugText, priceOf } from './lines';
import { t } from './prescribing-texts';

function notesOf(drug: formulary.Drug): string {
  if (drug.notes.length === 0) return '';
  return t('notes', { notes: drug.notes.map((note) => note.code).join(', ') });
}

function spoken(drug: formulary.Drug): string {
  return [
    drugText(drug),
    drug.active_substance,
    drug.form,
    t('class', { class: drug.drug_class }),
    notesOf(drug),
    priceOf(drug),
  ]
    .filter(Boolean)
    .join(', ');
}

function shown(drug: formulary.Drug): TemplateResult {
  // The pack often says strength and form already.
  const more = [drug.active_substance, drug.strength, drug.form].filter(
    (one) => one && !drug.pack.includes(one),
  );
  return html`<div
    style="display:flex; flex-wrap:wrap; gap:0 0.8rem; align-items:baseline; justify-content:space-between"
  >
    <span style="flex: 1 1 19rem"
      ><strong>${drug.name}</strong> ${drug.pack}
      <span class="soft">${more.join(' ')}</span></span
    >
    <span style="display:grid; grid-template-columns: 9ch 11ch 9ch; gap:0.5rem">
      <span>${t('class', { class: drug.drug_class })}</span>
      <span class="soft">${notesOf(drug)}</span>
      <span class="number" style="text-align: right">${priceOf(drug)}</span>
    </span>
  </div>`;
}

/** Type-ahead over the formulary; each drug with what tells it from its neighbours. */
export async function findDrugs(
  text: string,
  signal: AbortSignal,
): Promise<Choices<formulary.Drug>> {
  const found = await call('formulary/1', 'Search', { text, limit: 20 }, { signal });
  return {
    more: found.more,
    choices: found.drugs.map(
      (drug): Choice<formulary.Drug> => ({ value: drug, label: spoken(drug), detail: shown(drug) }),
    ),
  };
}

/** A drug by its code; undefined when the formulary no longer has it. */
export async function drugOf(aic: string): Promise<formulary.Drug | undefined> {
  if (!aic) return undefined;
  return call('formulary/1', 'GetDrug', { aic }).catch((error: { code?: string }) => {
    if (error.code === 'drug-unknown') return undefined;
    throw error;
  });
}
