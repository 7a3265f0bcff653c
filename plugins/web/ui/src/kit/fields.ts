// SPDX-License-Identifier: Apache-2.0
// Fields as all forms have them. Each names itself by `id` within its element.
import { html, nothing, type TemplateResult } from 'lit';

/** What stands in the field that an event comes from. */
export function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
}

export interface Tick {
  text: string;
  /** What a screen reader says, where `text` alone would not tell one line from another. */
  label?: string;
  on: boolean;
  disabled: boolean;
  turn: (on: boolean) => void;
}

export function tick({ text, label, on, disabled, turn }: Tick): TemplateResult {
  return html`<label class="check">
    <input
      type="checkbox"
      aria-label=${label ?? text}
      .checked=${on}
      ?disabled=${disabled}
      @change=${(event: Event) => turn((event.target as HTMLInputElement).checked)}
    />${text}
  </label>`;
}

export interface Picker {
  id: string;
  name: string;
  /** What a screen reader says, where `name` alone would not tell one line from another. */
  label?: string;
  disabled?: boolean;
  /** All of what is chosen, where the list shows it in short. */
  title?: string | undefined;
  value: string;
  choices: { value: string; text: string; disabled?: boolean }[];
  pick: (value: string) => void;
}

/** A labelled list to pick one of. */
export function picker(of: Picker): TemplateResult {
  return html`<label for=${of.id}>${of.name}</label>
    <select
      id=${of.id}
      aria-label=${of.label ?? of.name}
      title=${of.title ?? nothing}
      ?disabled=${of.disabled ?? false}
      @change=${(event: Event) => of.pick(textOf(event))}
    >
      ${of.choices.map(
        (one) =>
          html`<option
            value=${one.value}
            .selected=${one.value === of.value}
            ?disabled=${one.disabled ?? false}
          >
            ${one.text}
          </option>`,
      )}
    </select>`;
}

export interface DateField {
  id: string;
  name: string;
  /** ISO 8601; nothing where no day is known. */
  value: string | null | undefined;
  disabled?: boolean;
  /** Told the day in ISO 8601, or an empty string. */
  change: (day: string) => void;
}

export function dateField(of: DateField): TemplateResult {
  return html`<div class="field">
    <label for=${of.id}>${of.name}</label>
    <input
      id=${of.id}
      type="date"
      .value=${of.value ?? ''}
      ?disabled=${of.disabled ?? false}
      @change=${(event: Event) => of.change(textOf(event))}
    />
  </div>`;
}
