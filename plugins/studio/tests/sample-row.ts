// SPDX-License-Identifier: Apache-2.0
import type { studio } from '@curante/contracts';

/** A recipe with a promemoria that nobody has got yet, of a patient of its own. */
export function row(number: number, more: Partial<studio.Row> = {}): studio.Row {
  return {
    patient: { id: `p-${number}`, last_name: `ROSSI${number}`, first_name: 'MARIO', birth_date: '1960-01-01', fiscal_code: '' },
    prescription: `pr-${number}`,
    recipe: `r-${number}`,
    at: '2026-11-26T08:00:00Z',
    state: 'accepted',
    colour: 'green',
    document: `d-${number}`,
    number: `N${number}`,
    nre: `N${number}`,
    drugs: `FARMACO ${number}`,
    can_deliver: true,
    on_red_form: false,
    delivery: { mode: 'print', state: 'to_deliver', at: null, problem: '' },
    delivery_text: '',
    retry_question: '',
    in_doubt: false,
    can_mark_seen: false,
    seen: false,
    made_by: 'holder',
    preparer: '',
    changed: '2026-11-26T08:00:00Z',
    needs_hand: false,
    ...more,
  } as unknown as studio.Row;
}

export const delivered = { mode: 'print', state: 'delivered', at: null, problem: '' } as unknown as studio.Row['delivery'];
