// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from '@curante/shell';

export function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
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
  label: string;
  disabled: boolean;
  value: string;
  choices: { value: string; text: string; disabled?: boolean }[];
  pick: (value: string) => void;
}

/** A labelled list to pick one of. */
export function picker(of: Picker): TemplateResult {
  return html`<label for=${of.id}>${of.name}</label>
    <select
      id=${of.id}
      aria-label=${of.label}
      ?disabled=${of.disabled}
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
