// SPDX-License-Identifier: Apache-2.0
import { call, html, type Choice } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import type { Found } from './line-finder';
import { t } from './prescribing-texts';

/** A template of one line is a favourite. */
export function isFavourite(template: prescribing.Template): boolean {
  return template.lines.length === 1;
}

export function sizeOf(template: prescribing.Template): string {
  return isFavourite(template)
    ? t('favourite')
    : t('template-lines', { count: template.lines.length });
}

/** The doctor's templates whose name has the words of `text`, most used first. */
export async function findTemplates(text: string, signal: AbortSignal): Promise<Choice<Found>[]> {
  const limit = text ? 4 : 12;
  const found = await call('prescribing/1', 'ListTemplates', { text, limit }, { signal });
  return found.templates.map((template) => ({
    value: { what: 'template', template },
    label: `${template.name}, ${sizeOf(template)}`,
    detail: html`<span aria-hidden="true">★</span> <strong>${template.name}</strong>
      <span class="soft">${sizeOf(template)}</span>`,
  }));
}
