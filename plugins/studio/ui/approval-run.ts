// SPDX-License-Identifier: Apache-2.0
import type { prescribing, studio } from '@curante/contracts';

/** So many at a time: progress is seen, and a failure between leaves the rest untouched. */
export const per_call = 10;

/**
 * Approves the rows in their order, a few with each call, and tells each call's outcomes as they
 * come. Throws what a call throws: what was told before stands.
 */
export async function approveAll(
  rows: studio.PreparedRow[],
  ask: (approvals: prescribing.Approval[]) => Promise<prescribing.Validation>,
  tell: (outcomes: prescribing.Validated[]) => void,
): Promise<void> {
  for (let from = 0; from < rows.length; from += per_call) {
    const part = rows.slice(from, from + per_call);
    const { outcomes } = await ask(
      part.map(({ prepared }) => ({ prepared: prepared.id, seen: prepared.seen })),
    );
    tell(outcomes);
  }
}

/**
 * Ids of those of which the rules say something else now than when they were shown: what the doctor
 * has looked at, and may have picked, is not what would be issued any longer.
 */
export function changedSince(shown: studio.PreparedRow[], now: studio.PreparedRow[]): string[] {
  const seen = new Map(shown.map(({ prepared }) => [prepared.id, prepared.seen]));
  return now
    .filter(({ prepared }) => (seen.get(prepared.id) ?? prepared.seen) !== prepared.seen)
    .map(({ prepared }) => prepared.id);
}

/** Waits, is this doctor's, and the rules leave nothing for a doctor to say. */
export function canApprove(row: studio.PreparedRow, doctor: string): boolean {
  const { state, can_issue, doubtful } = row.prepared;
  return state === 'waiting' && can_issue && !doubtful && row.prepared.doctor === doctor;
}

/** The row as it stands after an outcome: with what the rules said then. */
export function afterOutcome(
  row: studio.PreparedRow,
  outcome: prescribing.Validated,
): studio.PreparedRow {
  const { prepared } = row;
  switch (outcome.outcome) {
    case 'issued':
    case 'already_issued':
      return { ...row, prepared: { ...prepared, state: 'issued', recipes: outcome.recipes || prepared.recipes } };
    case 'blocked': {
      const { findings, seen } = outcome;
      if (findings.length === 0) return row;
      const can_issue = findings.every((one) => one.severity === 'info');
      return { ...row, prepared: { ...prepared, findings, seen, can_issue } };
    }
    default:
      return row;
  }
}
