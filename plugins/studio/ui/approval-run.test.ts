// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { prescribing, studio } from '@curante/contracts';
import { afterOutcome, approveAll, canApprove, per_call } from './approval-run';

const me = '00000000-0000-4000-8000-00000000000d';

function row(number: number, more: Partial<prescribing.Prepared> = {}): studio.PreparedRow {
  const prepared = { id: `id-${number}`, seen: `seen-${number}`, doctor: me, state: 'waiting', can_issue: true, findings: [], recipes: 1, ...more };
  return { prepared } as unknown as studio.PreparedRow;
}

function outcome(of: string, what: prescribing.Validated['outcome'], more: Partial<prescribing.Validated> = {}): prescribing.Validated {
  return { prepared: of, outcome: what, code: '', message: '', remedy: '', findings: [], seen: '', recipes: 0, ...more };
}

describe('approving', () => {
  it('asks in order, a few at a time, with what was seen', async () => {
    const asked: prescribing.Approval[][] = [];
    const told: number[] = [];
    const rows = Array.from({ length: 2 * per_call + 3 }, (_, at) => row(at));
    await approveAll(
      rows,
      async (approvals) => {
        asked.push(approvals);
        return { outcomes: approvals.map((one) => outcome(one.prepared, 'issued')) };
      },
      (outcomes) => told.push(outcomes.length),
    );
    expect(told).toEqual([per_call, per_call, 3]);
    expect(asked.flat().map((one) => one.prepared)).toEqual(rows.map((one) => one.prepared.id));
    expect(asked[0]?.[1]).toEqual({ prepared: 'id-1', seen: 'seen-1' });
  });

  it('stops at a failure, and what was told before stands', async () => {
    const told: number[] = [];
    const rows = Array.from({ length: 3 * per_call }, (_, at) => row(at));
    let calls = 0;
    const run = approveAll(
      rows,
      async (approvals) => {
        calls += 1;
        if (calls === 2) throw new Error('unreachable');
        return { outcomes: approvals.map((one) => outcome(one.prepared, 'issued')) };
      },
      (outcomes) => told.push(outcomes.length),
    );
    await expect(run).rejects.toThrow('unreachable');
    expect(told).toEqual([per_call]);
    expect(calls).toBe(2);
  });

  it('is for what waits for me and needs no word of mine', () => {
    expect(canApprove(row(1), me)).toBe(true);
    expect(canApprove(row(1, { can_issue: false }), me)).toBe(false);
    expect(canApprove(row(1, { state: 'issued' }), me)).toBe(false);
    expect(canApprove(row(1, { doubtful: true }), me)).toBe(false);
    expect(canApprove(row(1, { doctor: 'another' }), me)).toBe(false);
  });

  it('shows what the rules said at that moment', () => {
    const findings = [{ severity: 'block', code: 'patient-revoked' }] as prescribing.Finding[];
    const blocked = afterOutcome(row(1), outcome('id-1', 'blocked', { findings, seen: 'new' }));
    expect(blocked.prepared).toMatchObject({ state: 'waiting', can_issue: false, seen: 'new', findings });
    expect(afterOutcome(row(1), outcome('id-1', 'issued', { recipes: 2 })).prepared).toMatchObject({ state: 'issued', recipes: 2 });
    expect(afterOutcome(row(1), outcome('id-1', 'already_issued')).prepared).toMatchObject({ state: 'issued', recipes: 1 });
    expect(afterOutcome(row(1), outcome('id-1', 'failed'))).toEqual(row(1));
  });
});
