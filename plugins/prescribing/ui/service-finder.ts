// SPDX-License-Identifier: Apache-2.0
import { call, html, type Choice, type Choices, type TemplateResult } from '@curante/shell';
import type { terminology } from '@curante/contracts';
import { serviceText } from './lines';
import { branchName, t } from './prescribing-texts';

/** What tells a service from its neighbours, in the order in which it is looked for. */
export function factsOf(service: terminology.OutpatientService): string[] {
  return [
    service.branches.map(branchName).join(', '),
    service.catalogue_code ? t('catalogue', { code: service.catalogue_code }) : '',
    service.priority_required ? t('priority-required') : '',
    service.cyclic ? t('cyclic') : '',
  ].filter(Boolean);
}

/** Where the region calls it otherwise. */
function nationalText({ text, catalogue_text }: terminology.OutpatientService): string {
  return catalogue_text && catalogue_text !== text ? text : '';
}

function shown(service: terminology.OutpatientService): TemplateResult {
  return html`<div style="display:grid; grid-template-columns: 9ch minmax(0, 1fr); gap: 0 0.8rem">
    <span class="mono">${service.code}</span>
    <span
      ><strong>${serviceText(service)}</strong>
      <span class="soft">${[nationalText(service), ...factsOf(service), service.note].filter(Boolean).join(' · ')}</span></span
    >
  </div>`;
}

/** Type-ahead over the nomenclature, by words, national code or the region's. */
export async function findServices(
  text: string,
  signal: AbortSignal,
): Promise<Choices<terminology.OutpatientService>> {
  const found = await call('terminology/1', 'SearchServices', { text, limit: 20 }, { signal });
  return {
    more: found.more,
    choices: found.services.map(
      (service): Choice<terminology.OutpatientService> => ({
        value: service,
        label: [serviceText(service), service.code, ...factsOf(service)].join(', '),
        detail: shown(service),
      }),
    ),
  };
}

/** A service by its code; undefined when the nomenclature no longer has it. */
export async function serviceOf(
  code: string,
  catalogue_code = '',
): Promise<terminology.OutpatientService | undefined> {
  if (!code) return undefined;
  return call('terminology/1', 'GetService', { code, catalogue_code }).catch((error: { code?: string }) => {
    if (error.code === 'code-unknown') return undefined;
    throw error;
  });
}
