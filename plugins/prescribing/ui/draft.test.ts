// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { formulary, prescribing } from '@curante/contracts';
import { changeLine, isSame, keepSeen, newDraft, override, removeLine, toRequest } from './draft';
import { newDrugLine as newLine } from './lines';
import { addRepeated } from './refill';

const maria = '00000000-0000-4000-8000-000000000001';

function drug(name: string, notes: string[] = []): formulary.Drug {
  return {
    aic: '029184014',
    name,
    pack: '30 compresse',
    notes: notes.map((code) => ({ code, condition: '', source: '', link: '' })),
  } as formulary.Drug;
}

function warning(code: string, line: number, text = 'allergia a penicilline'): prescribing.Finding {
  return { severity: 'confirm', code, line, text, remedy: '', source: '' };
}

describe('a draft', () => {
  it('has one id from its beginning', () => {
    const draft = newDraft(maria);
    const changed = { ...draft, lines: [newLine(drug('A'))] };
    expect(toRequest(changed).id).toBe(draft.id);
    expect(newDraft(maria).id).not.toBe(draft.id);
  });

  it('is the same as another while it would send the same', () => {
    const draft = { ...newDraft(maria), lines: [newLine(drug('A'))] };
    const line = draft.lines[0];
    const again = { ...draft, lines: draft.lines.map((one) => ({ ...one, key: 'another' })) };
    expect(isSame(draft, again)).toBe(true);
    expect(isSame(draft, { ...again, handover: { doctor: 'd', note: 'n', by: 'b' } })).toBe(true);
    expect(isSame(draft, changeLine(draft, line?.key ?? '', { posology: '1' }))).toBe(false);
    expect(isSame(draft, override(draft, warning('allergy', 1), 'sì'))).toBe(false);
    expect(isSame(draft, { ...draft, delivery: 'none' })).toBe(false);
  });

  it('is under no note before the doctor chooses, be it the only one', () => {
    expect(newLine(drug('A', ['13'])).aifa_note).toBe('');
    expect(newLine(drug('A', ['1', '48'])).aifa_note).toBe('');
  });

  it('sends nothing that only the screen needs', () => {
    const request = toRequest({ ...newDraft(maria), lines: [newLine(drug('A'))] });
    expect(Object.keys(request.lines?.[0] ?? {})).not.toContain('key');
    expect(Object.keys(request.lines?.[0] ?? {})).not.toContain('drug');
    expect(request).not.toHaveProperty('sending');
    expect(request).not.toHaveProperty('handover');
  });

  it('moves a reason along with its line', () => {
    const [first, second] = [newLine(drug('A')), newLine(drug('B'))];
    let draft = { ...newDraft(maria), lines: [first, second] };
    draft = override(draft, warning('allergy', 2), 'tollerata');
    expect(toRequest(draft).overrides).toEqual([{ code: 'allergy', line: 2, reason: 'tollerata' }]);
    draft = removeLine(draft, first.key);
    expect(toRequest(draft).overrides).toEqual([{ code: 'allergy', line: 1, reason: 'tollerata' }]);
  });

  it('drops the reason with the line, and when the line becomes another case', () => {
    const line = newLine(drug('A'));
    const draft = override({ ...newDraft(maria), lines: [line] }, warning('allergy', 1), 'sì');
    expect(removeLine(draft, line.key).overrides).toEqual([]);
    expect(changeLine(draft, line.key, { quantity: 3 }).overrides).toEqual([]);
    expect(changeLine(draft, line.key, { posology: '1 al dì' }).overrides).toHaveLength(1);
  });

  it('drops the reason when the warning says something else', () => {
    const lines = [newLine(drug('A')), newLine(drug('B'))];
    const seen = warning('allergy', 2, 'allergia a penicilline (orticaria)');
    const draft = override({ ...newDraft(maria), lines }, seen, 'tollerata');
    expect(keepSeen(draft, [seen, warning('allergy', 1)])).toBe(draft);
    expect(keepSeen(draft, [])).toBe(draft);
    const more = warning('allergy', 2, 'allergia a penicilline (orticaria); allergia a macrolidi');
    expect(keepSeen(draft, [more]).overrides).toEqual([]);
  });

  it('keeps a reason about the whole draft at line 0', () => {
    const draft = override(newDraft(maria), warning('patient-revoked', 0), 'urgenza');
    expect(toRequest(draft).overrides).toEqual([
      { code: 'patient-revoked', line: 0, reason: 'urgenza' },
    ]);
  });

  describe('that repeats', () => {
    const line = (text: string, aic = '', quantity = 1) => ({ aic, drug_text: text, quantity });
    const earlier = {
      patient: maria,
      recipes: [
        { id: 'one', state: 'accepted', lines: [line('A', '', 2)] },
        { id: 'two', state: 'withdrawn', lines: [line('B', 'b')] },
        { id: 'three', state: 'accepted', lines: [line('A', '', 1)] },
      ],
    } as unknown as prescribing.Prescription;
    const repeated = async (recipe?: string) =>
      (await addRepeated(newDraft(maria), earlier, [], recipe)).lines.map((one) => [
        one.text,
        one.quantity,
      ]);

    beforeEach(() => vi.stubGlobal('fetch', async () => new Response('{}')));
    afterEach(() => vi.unstubAllGlobals());

    it('leaves out what was taken back, and joins what was split', async () => {
      expect(await repeated()).toEqual([['A', 3]]);
    });

    it('takes only the recipe pointed at', async () => {
      expect(await repeated('two')).toEqual([['B', 1]]);
      expect(await repeated('one')).toEqual([['A', 2]]);
    });
  });

  it("refuses to repeat another patient's prescription", async () => {
    const other = { patient: 'another', recipes: [] } as unknown as prescribing.Prescription;
    await expect(addRepeated(newDraft(maria), other, [])).rejects.toThrow('another patient');
  });
});
