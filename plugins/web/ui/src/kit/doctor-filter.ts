// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import type { accounts } from '@curante/contracts';
import { picker } from './fields';
import { kit } from './kit-texts';
import { fullName } from './people';

export interface DoctorFilter {
  doctors: readonly accounts.Doctor[];
  /** The account of the one chosen; empty: all of them. */
  value: string;
  pick: (account: string) => void;
}

/** Whose a list shows; nothing in the practice of one doctor. */
export function doctorFilter({ doctors, value, pick }: DoctorFilter): TemplateResult | typeof nothing {
  if (doctors.length < 2) return nothing;
  return html`<div class="field">
    ${picker({
      id: 'doctor',
      name: kit('doctor'),
      value,
      choices: [
        { value: '', text: kit('doctor-all') },
        ...doctors.map((one) => ({ value: one.account, text: fullName(one) })),
      ],
      pick,
    })}
  </div>`;
}
