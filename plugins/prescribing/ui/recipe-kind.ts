// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';

type Kind = prescribing.PlannedRecipe['kind'];

/** Codes of why a drug may not be replaced; their words are texts. */
export const reasonsNotToReplace = ['1', '2', '3', '4'] as const;

/** Annotations of the LEA nomenclature on a service, in the order of the specification. */
export const leaFields = [
  'lea_note',
  'lea_condition',
  'lea_appropriateness',
  'lea_pathology',
] as const;

/** What a recipe is, in words: "Prestazioni · priorità B · su carta". */
export function kindOf(recipe: {
  kind: Kind;
  priority: string;
  electronic?: boolean;
  paper_code?: string;
}): string {
  const paper = recipe.electronic === false || recipe.paper_code;
  return [
    t(`kind-${recipe.kind}`),
    recipe.priority ? t('kind-priority', { priority: recipe.priority }) : '',
    paper ? t('kind-paper') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** How many recipes of which kind, after their number: "1 di farmaci SSN, 2 bianche"; of one kind alone "bianche". */
export function kindsOf(recipes: { kind: Kind }[]): string {
  const counts = new Map<Kind, number>();
  for (const { kind } of recipes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const alone = counts.size === 1;
  return [...counts]
    .map(([kind, count]) => {
      const name = kind === 'white' && count > 1 ? 'whites' : kind;
      return alone ? t(`short-${name}`) : t(`of-${name}`, { count });
    })
    .join(', ');
}

export function nameOf(line: prescribing.Line): string {
  return line.kind === 'service' ? line.service_text : line.drug_text;
}

/** What a line says besides its name, shortest first. */
export function detailsOf(line: prescribing.Line, kind: Kind): string[] {
  if (line.kind === 'service') {
    return [
      line.service_code,
      line.catalogue_code ? t('catalogue', { code: line.catalogue_code }) : '',
      line.sessions > 1 ? t('sessions-of', { count: line.sessions }) : '',
      line.sessions === 1 ? t('session-one') : '',
      line.quantity > 1 ? t('number-of', { count: line.quantity }) : '',
      line.first_access ? t('first-access') : '',
      line.other_access ? t('other-access') : '',
      line.televisit ? t('televisit') : '',
      leaOf(line),
      line.notes,
    ].filter(Boolean);
  }
  return [
    t('packs', { count: line.quantity }),
    kind === 'white' ? t(line.repeatable ? 'short-rr' : 'short-rnr') : '',
    kind === 'white' && line.repetitions === 1 ? t('once-only') : '',
    line.posology,
    line.aifa_note ? t('note', { note: line.aifa_note }) : '',
    notReplaceable(line),
    line.therapeutic_plan ? t('plan-of', { plan: line.therapeutic_plan }) : '',
  ].filter(Boolean);
}

/** The annotations as they were sent, each with its name. */
function leaOf(line: prescribing.Line): string {
  const codes = leaFields.filter((name) => line[name]).map((name) => `${t(name)} ${line[name]}`);
  return codes.length > 0 ? t('lea-of', { codes: codes.join(', ') }) : '';
}

/** With the reason in words; one without words is told by its code. */
function notReplaceable(line: prescribing.Line): string {
  if (!line.not_replaceable) return '';
  const code = line.not_replaceable_reason_code;
  if (!code) return t('not-replaceable');
  const known = reasonsNotToReplace.find((it) => it === code);
  return t('not-replaceable-why', { why: known ? t(`reason-${known}`) : code });
}

/** The number that whoever dispenses asks for. */
export function numberOf(recipe: prescribing.RecipeView): string {
  return recipe.nre || recipe.white_number || recipe.paper_code;
}

/** A white recipe that is the doctor's own paper: no service has it, and it has no number. */
export function isWhitePaper(recipe: Pick<prescribing.RecipeView, 'kind' | 'state'>): boolean {
  return recipe.kind === 'white' && recipe.state === 'printed';
}
