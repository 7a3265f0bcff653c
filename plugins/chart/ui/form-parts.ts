// SPDX-License-Identifier: Apache-2.0
import { call, css, dateField as field, html, type Choices, type TemplateResult } from '@curante/shell';
import { t } from './chart-texts';
import { valueOf } from './dialog-form';

export const formStyles = css`
  form {
    display: grid;
    gap: 0.8rem;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
    gap: 0.6rem 0.9rem;
  }
`;

export function textField(
  id: string,
  label: string,
  value: string,
  change: (value: string) => void,
  required = false,
): TemplateResult {
  return html`<div class="field">
    <label for=${id} class=${required ? 'required' : ''}>${label}</label>
    <input
      id=${id}
      autocomplete="off"
      ?required=${required}
      .value=${value}
      @input=${(event: Event) => change(valueOf(event))}
    />
  </div>`;
}

export function dateField(
  id: string,
  label: string,
  value: string | null,
  change: (value: string | null) => void,
): TemplateResult {
  return field({ id, name: label, value, change: (day) => change(day || null) });
}

export function formButtons(busy: boolean, leave: () => void): TemplateResult {
  return html`<div class="row">
    <button type="button" class="push" @click=${leave}>${t('cancel')}</button>
    <button type="submit" class="primary" ?disabled=${busy}>${t('save')}</button>
  </div>`;
}

/** A type-ahead over one of the terminology room's code systems. */
export function codeFinder(
  system: 'icd9cm' | 'atc' | 'exemption',
): (text: string, signal: AbortSignal) => Promise<Choices> {
  return async (text, signal) => {
    const found = await call('terminology/1', 'Search', { system, text, limit: 15 }, { signal });
    return {
      more: found.more,
      choices: found.concepts.map((one) => ({
        value: one,
        label: `${one.code} ${one.text}`,
        detail: html`<span class="mono">${one.code}</span> ${one.text}`,
      })),
    };
  };
}
