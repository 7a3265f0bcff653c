// SPDX-License-Identifier: Apache-2.0
import { call, format } from '@curante/shell';
import type { chart, prescribing } from '@curante/contracts';
import type { EditDraft, EditLine } from './draft';
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

/**
 * The choices as a narrow field has them: the one picked by its code, which is all there is room for;
 * the list that opens names each. With the name of the picked one, if it has any.
 */
export function narrowChoices(
  exemptions: chart.Exemption[],
  picked: string,
  names: ReadonlyMap<string, string>,
  on = format.today(),
): { choices: ExemptionChoice[]; title: string | undefined } {
  const named = exemptionChoices(exemptions, picked, names, on);
  const coded = exemptionChoices(exemptions, picked, new Map(), on);
  const title = named.find((one) => one.value === picked)?.text;
  const short = coded.find((one) => one.value === picked)?.text;
  const choices = named.map((one) =>
    one.value === picked ? { ...one, text: short ?? one.text } : one,
  );
  return { choices, title: title === short ? undefined : title };
}

/** The one that the line is under: its own, else the draft's; empty: none. */
export function exemptionOf(draft: EditDraft, line: EditLine): string {
  return line.exemption ?? draft.exemption;
}

/** A line that is to stand under an exemption (empty: none); undefined: whatever the draft says. */
export interface Wanting {
  line: EditLine;
  exemption: string | undefined;
}

/**
 * Adds lines under their exemptions. A draft that has no line yet takes the one that most of them want
 * for itself, so that only what departs from it stands on a line.
 */
export function addUnder(draft: EditDraft, wanting: Wanting[]): EditDraft {
  const free = draft.lines.length === 0 && draft.exemption === '';
  const exemption = free ? mostWanted(wanting) : draft.exemption;
  const lines = wanting.map(({ line, exemption: own }) => ({
    ...line,
    exemption: own === undefined || own === exemption ? null : own,
  }));
  return { ...draft, exemption, lines: [...draft.lines, ...lines] };
}

function mostWanted(wanting: Wanting[]): string {
  const counts = new Map<string, number>();
  for (const { exemption } of wanting) {
    if (exemption) counts.set(exemption, (counts.get(exemption) ?? 0) + 1);
  }
  // The first of those that are wanted equally often.
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])[0];
}

/** What was on a recipe of the past. */
type Past = Pick<prescribing.LastLine, 'exemption' | 'kind' | 'state'>;

/**
 * The exemption of a line of the past if it still counts, else none. Undefined where the past says
 * nothing: the patient paid, or it was imported without.
 */
export function exemptionAgain(
  past: Past | undefined,
  exemptions: chart.Exemption[],
): string | undefined {
  if (!past || past.kind === 'white' || (past.state === 'past' && !past.exemption)) return undefined;
  return exemptions.some((one) => one.code === past.exemption && isValid(one)) ? past.exemption : '';
}

/** What each of the patient's exemptions stands for, by its code. */
export async function exemptionNames(
  exemptions: readonly chart.Exemption[],
): Promise<ReadonlyMap<string, string>> {
  const named = exemptions.map(
    async ({ code }): Promise<[string, string]> => [code, await exemptionName(code)],
  );
  return new Map(await Promise.all(named));
}

const names = new Map<string, Promise<string>>();

/** What an exemption's code stands for; empty when nobody knows. */
function exemptionName(code: string): Promise<string> {
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
