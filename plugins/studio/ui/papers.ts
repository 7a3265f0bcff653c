// SPDX-License-Identifier: Apache-2.0
import { call, rememberPlace, showDocument, showDocuments } from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import { isRedForm, noteRed, showRedForms } from './red-forms';
import { t } from './studio-texts';

/**
 * What comes out of the same printer: a red form is printed on its own pad. What is being taken back is
 * not for handing out.
 */
export function isPaper(row: studio.Row): boolean {
  return row.document !== '' && !row.on_red_form && row.state !== 'withdrawing';
}

/** What can be picked to be printed with others. */
export function canPick(row: studio.Row): boolean {
  return isPaper(row) || isRedForm(row);
}

/** Neither printed nor sent to the patient yet, and there is something to print. */
export function isUndelivered(row: studio.Row): boolean {
  return isPaper(row) && awaitsHand(row);
}

function awaitsHand(row: studio.Row): boolean {
  return row.delivery.state === 'to_deliver' || row.delivery.state === 'failed';
}

/** What is picked with this one turned. */
export function turned(picked: ReadonlySet<string>, recipe: string): ReadonlySet<string> {
  const now = new Set(picked);
  if (!now.delete(recipe)) now.add(recipe);
  return now;
}

/** What is out of sight, or no longer there, is neither printed nor sent. */
export function stillThere(picked: ReadonlySet<string>, rows: studio.Row[]): ReadonlySet<string> {
  return new Set(rows.filter((row) => canPick(row) && picked.has(row.recipe)).map((row) => row.recipe));
}

export type Printing = prescribing.PrintingOfPrepared['printing'];

/** It is to be printed for its patient, and can be: what goes another way needs no paper. */
export function isReadyToPrint(row: studio.Row): boolean {
  if (isRedForm(row)) return true;
  if (!isPaper(row)) return false;
  // A recipe that is paper only has no delivery to settle.
  return row.state === 'printed' || (row.delivery.state === 'to_deliver' && row.delivery.mode === 'print');
}

/** No answer has come for it yet, or its paper is still being made. */
function isPending(row: studio.Row): boolean {
  if (['waiting', 'checking', 'withdrawing'].includes(row.state)) return true;
  if (row.document !== '') return false;
  // Where the paper cannot be made, or has no red form yet, the row says so, and nothing waits for it.
  return row.state === 'accepted' || (row.state === 'printed' && !row.on_red_form && row.colour === 'green');
}

/** Those of the rows to be printed now: while others still wait for their answer, or once none does. */
export function papersOf(rows: studio.Row[], printing: Printing): studio.Row[] {
  if (printing === 'none' || (printing === 'after' && rows.some(isPending))) return [];
  return rows.filter(isReadyToPrint);
}

/** A paper that is being printed is being handed out: that is said once, without asking. */
async function sayPrinted(row: studio.Row): Promise<void> {
  if (!awaitsHand(row)) return;
  const request = { recipe: row.recipe, mode: 'print', request: crypto.randomUUID() };
  await call('prescribing/1', 'Deliver', request, { patient: row.patient.id });
}

/**
 * Shows the papers of these rows as one file, and after it the red forms, each printer's; resolves once all
 * is closed, or another page or chart is open. `attempt` does what is to be said of those printed, and tells
 * of its failure; `told` hears which they are.
 */
export async function showPapers(
  rows: studio.Row[],
  attempt: (work: () => Promise<void>) => unknown,
  told: (printed: studio.Row[]) => void = () => undefined,
): Promise<void> {
  const here = rememberPlace();
  const alone = rows.length === 1;
  const red = rows.filter((row) => !alone && isRedForm(row));
  const others = rows.filter((row) => !red.includes(row));
  if (others.length > 0) await showOthers(others, attempt, told);
  if (red.length > 0 && here()) await attempt(() => showRedForms(red, attempt, told));
}

async function showOthers(
  rows: studio.Row[],
  attempt: (work: () => Promise<void>) => unknown,
  told: (printed: studio.Row[]) => void,
): Promise<void> {
  const [only] = rows;
  const tell = (printed: studio.Row[]): void => {
    told(printed);
    for (const row of printed) attempt(() => (isRedForm(row) ? noteRed([row.recipe]) : sayPrinted(row)));
  };
  if (!only) return;
  if (rows.length === 1) {
    const { number } = only;
    const heading = only.state === 'printed' ? t('paper-of', { number }) : t('promemoria-of', { nre: number });
    return showDocument(only.document, only.patient.id, heading, () => tell([only]));
  }
  const patients = new Set(rows.map((row) => row.patient.id));
  return showDocuments(
    rows.map((row) => row.document),
    patients.size === 1 ? only.patient.id : undefined,
    t('papers-of', { count: rows.length }),
    (printed) => tell(rows.filter((row) => printed.includes(row.document))),
  );
}
