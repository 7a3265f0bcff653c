// SPDX-License-Identifier: Apache-2.0
import { call, format } from '@curante/shell';
import type { chart } from '@curante/contracts';
import { t } from './prescribing-texts';

/** True on the days on which the exemption counts. */
export function isValid(exemption: chart.Exemption, on = format.today()): boolean {
  return (
    (!exemption.valid_from || exemption.valid_from <= on) &&
    (!exemption.valid_to || exemption.valid_to >= on)
  );
}

export interface ExemptionChoice {
  value: string;
  text: string;
  disabled: boolean;
}

/**
 * The patient's exemptions to pick one of: those that count today first, the others said to be over
 * (or not begun) and not to be picked. `picked` is among them even if the patient has it no longer.
 */
export function exemptionChoices(
  exemptions: chart.Exemption[],
  picked: string,
  names: ReadonlyMap<string, string>,
  on = format.today(),
): ExemptionChoice[] {
  const known = exemptions.map((one): ExemptionChoice => {
    const name = [one.code, names.get(one.code)].filter(Boolean).join(' – ');
    if (isValid(one, on)) return { value: one.code, text: name, disabled: false };
    const day = format.day(one.valid_from && one.valid_from > on ? one.valid_from : one.valid_to);
    const key = one.valid_from && one.valid_from > on ? 'exemption-later' : 'exemption-over';
    return { value: one.code, text: t(key, { name, day }), disabled: true };
  });
  const counting = known.filter((one) => !one.disabled);
  // A code may have run out and been given anew: the one that counts stands for both.
  const over = known.filter(
    (one) => one.disabled && !counting.some((valid) => valid.value === one.value),
  );
  const choices = [{ value: '', text: t('exemption-none'), disabled: false }, ...counting, ...over];
  if (choices.every((one) => one.value !== picked)) {
    choices.push({ value: picked, text: t('exemption-foreign', { name: picked }), disabled: true });
  }
  return choices;
}

const names = new Map<string, Promise<string>>();

/** What an exemption's code stands for; empty when nobody knows. */
export function exemptionName(code: string): Promise<string> {
  const known = names.get(code);
  if (known) return known;
  const asked = call('terminology/1', 'Lookup', { system: 'exemption', code }).then(
    (found) => found.text,
    () => {
      // Ask again the next time: the name only helps, and nothing waits for it.
      names.delete(code);
      return '';
    },
  );
  names.set(code, asked);
  return asked;
}
