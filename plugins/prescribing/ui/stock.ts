// SPDX-License-Identifier: Apache-2.0
import { format, type RecordMark, type Tone } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';

const tones: Record<prescribing.Stock['light'], Tone> = {
  unknown: 'grey',
  green: 'green',
  orange: 'amber',
  red: 'red',
};

/** The light of a therapy, with the words that say the same. */
export function stockMark(stock: prescribing.Stock | undefined): RecordMark | undefined {
  if (!stock) return undefined;
  if (stock.light === 'unknown' && !stock.last_issued) {
    return { tone: tones.unknown, text: t('stock-never') };
  }
  return { tone: tones[stock.light], text: stock.text || t(`stock-${stock.light}`) };
}

/** Where nothing can be reckoned, a pack is taken to last about a month. */
const usual_days = 28;

/** To be prescribed now: about to end, ended, or not prescribed for as long as a pack lasts. */
export function isDue(stock: prescribing.Stock | undefined, on = format.today()): boolean {
  if (!stock) return false;
  if (stock.light !== 'unknown') return stock.light !== 'green';
  return !stock.last_issued || stock.last_issued <= format.shiftDay(on, -usual_days);
}
