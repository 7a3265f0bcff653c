// SPDX-License-Identifier: Apache-2.0
import { format } from '@curante/shell';
import type { prescribing } from '@curante/contracts';

/**
 * The last day on which drugs of the SSN are given for this recipe, "2026-12-23": the day of issue does not
 * count. Empty where the rules did not say, as of services, whose term is each region's own; a white recipe
 * says it itself, and its lines may differ.
 */
export function goodUntil(recipe: prescribing.RecipeView, issued: string): string {
  if (recipe.kind !== 'drugs') return '';
  const days = recipe.lines.map((line) => line.validity_days).filter((count) => count > 0);
  if (days.length === 0) return '';
  return format.shiftDay(format.today(new Date(issued)), Math.min(...days));
}
