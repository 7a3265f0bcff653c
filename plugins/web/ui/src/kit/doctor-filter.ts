// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import type { accounts } from '@curante/contracts';
import { picker } from './fields';
import { kit } from './kit-texts';
import { fullName } from './people';

export interface DoctorFilter {
  doctors: readonly accounts.Doctor[];
  /** The account of the one chosen; in a filter, empty: all of them. */
  value: string;
  pick: (account: string) => void;
}

/** The doctors as a `picker` lists them. */
export function doctorPicks(doctors: readonly accounts.Doctor[]): { value: string; text: string }[] {
  return doctors.map((one) => ({ value: one.account, text: fullName(one) }));
}

/** Whose a page shows, of one doctor at a time; nothing in the practice of one doctor. */
export function doctorChoice({ doctors, value, pick }: DoctorFilter): TemplateResult | typeof nothing {
  return fieldOf(doctors, value, doctorPicks(doctors), pick);
}

/** Whose a list shows; nothing in the practice of one doctor. */
export function doctorFilter({ doctors, value, pick }: DoctorFilter): TemplateResult | typeof nothing {
  const all = { value: '', text: kit('doctor-all') };
  return fieldOf(doctors, value, [all, ...doctorPicks(doctors)], pick);
}

function fieldOf(
  doctors: readonly accounts.Doctor[],
  value: string,
  choices: { value: string; text: string }[],
  pick: (account: string) => void,
): TemplateResult | typeof nothing {
  if (doctors.length < 2) return nothing;
  return html`<div class="field">
    ${picker({ id: 'doctor', name: kit('doctor'), value, choices, pick })}
  </div>`;
}
