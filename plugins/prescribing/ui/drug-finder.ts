// SPDX-License-Identifier: Apache-2.0
import { call, format, html, type Choices } from '@curante/shell';
import type { formulary } from '@curante/contracts';
import { t } from './prescribing-texts';

function spoken(drug: formulary.Drug): string {
  const notes = drug.notes.map((note) => note.code).join(', ');
  return [
    `${drug.name} ${drug.pack}`,
    drug.active_substance,
    t('class', { class: drug.drug_class }),
    notes ? t('notes', { notes }) : '',
    format.euro(drug.price),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Type-ahead over the formulary; each drug with what tells it from its neighbours. */
export async function findDrugs(
  text: string,
  signal: AbortSignal,
): Promise<Choices<formulary.Drug>> {
  const found = await call('formulary/1', 'Search', { text, limit: 20 }, { signal });
  return {
    more: found.more,
    choices: found.drugs.map((drug) => ({
      value: drug,
      label: spoken(drug),
      detail: html`<div
        style="display:flex; flex-wrap:wrap; gap:0 0.8rem; align-items:baseline; justify-content:space-between"
      >
        <span style="flex: 1 1 19rem"
          ><strong>${drug.name}</strong> ${drug.pack}
          <span class="soft">${drug.active_substance} ${drug.strength}</span></span
        >
        <span style="display:grid; grid-template-columns: 9ch 11ch 9ch; gap:0.5rem">
          <span>${t('class', { class: drug.drug_class })}</span>
          <span class="soft"
            >${drug.notes.length > 0
              ? t('notes', { notes: drug.notes.map((note) => note.code).join(', ') })
              : ''}</span
          >
          <span class="number" style="text-align: right">${format.euro(drug.price)}</span>
        </span>
      </div>`,
    })),
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
