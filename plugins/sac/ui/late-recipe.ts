// SPDX-License-Identifier: Apache-2.0
import { call, format } from '@curante/shell';
import { t } from './sac-texts';

/** Which recipe it was, for people: whose, of what, of which day. */
export interface LateRecipe {
  patient: string;
  name: string;
  content: string;
}

/**
 * Asks the rooms that know. Undefined where they do not tell: the recipe is gone, or is not this
 * user's to see; then its number must do.
 */
export async function lateRecipe(recipe: string): Promise<LateRecipe | undefined> {
  if (!recipe) return undefined;
  try {
    const { patient, issued, recipes } = await call('prescribing/1', 'Get', { recipe });
    const { first_name, last_name } = await call('chart/1', 'GetPatient', { patient }, { patient });
    const lines = recipes.find((one) => one.id === recipe)?.lines ?? [];
    const what = lines.map((line) => line.drug_text || line.service_text).join('; ');
    return {
      patient,
      name: `${last_name} ${first_name}`,
      content: t('late-of', { what, day: format.day(format.today(new Date(issued))) }),
    };
  } catch {
    return undefined;
  }
}
