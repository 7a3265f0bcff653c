// SPDX-License-Identifier: Apache-2.0
import type { Tone } from '@curante/shell';
import type { accounts, chart } from '@curante/contracts';
import { t } from './chart-texts';

/** "RM 120 201", as a recipe names it; empty where there is none. */
export function codeText(asl: chart.AslCode): string {
  return [asl.province, asl.region_code, asl.asl_code].filter(Boolean).join(' ');
}

export function sameCode(a: chart.AslCode, b: chart.AslCode): boolean {
  return a.province === b.province && a.region_code === b.region_code && a.asl_code === b.asl_code;
}

/** Whole: with it a recipe can leave. */
export function isCode(asl: chart.AslCode): boolean {
  return (
    /^[A-Z]{2}$/.test(asl.province) &&
    /^[0-9]{3}$/.test(asl.region_code) &&
    /^[0-9]{3}$/.test(asl.asl_code)
  );
}

/** What to think of a code: none, half of one, another than the doctors' own, or theirs. */
export function codeStanding(
  asl: chart.AslCode,
  doctors: accounts.Doctor[],
): { tone: Tone; text: string } {
  if (!asl.asl_code) return { tone: 'red', text: t('asl-missing-code') };
  if (!isCode(asl)) return { tone: 'red', text: t('asl-incomplete') };
  const own = doctors.some(
    (one) => one.region_code === asl.region_code && one.asl_code === asl.asl_code,
  );
  return own
    ? { tone: 'green', text: t('asl-own') }
    : { tone: 'amber', text: t('asl-other') };
}
