// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { newDraft, toRequest } from './draft';
import { sendDraft } from './draft-sender';
import { draftOf } from './from-prepared';
import { blankLine } from './lines';

const maria = '00000000-0000-4000-8000-000000000001';
const id = '00000000-0000-4000-8000-00000000000a';
const doctor = '00000000-0000-4000-8000-00000000000d';

function prepared(state: prescribing.Prepared['state']): prescribing.Prepared {
  const { handover: _handover, sending: _sending, ...head } = newDraft(maria);
  const line = { ...blankLine(), aic: '029184014', quantity: 2, posology: '1 al dì' };
  return {
    id,
    patient: maria,
    doctor,
    named: true,
    preparer_name: 'segreteria',
    state,
    note: 'per lunedì',
    draft: { ...head, id, exemption: '048', lines: [line], overrides: [] },
    texts: ['RAMIPRIL 5 mg'],
  } as unknown as prescribing.Prepared;
}

describe('what was prepared', () => {
  beforeEach(() => {
    vi.stubGlobal('fetch', async () => new Response('{"code":"drug-unknown","message":"no"}', { status: 404 }));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('keeps its id for who signs, so that issuing it validates it', async () => {
    const draft = await draftOf(prepared('waiting'), true);
    expect(draft.id).toBe(id);
    expect(draft.handover).toEqual({ doctor: '', note: 'per lunedì', by: 'segreteria' });
    expect(draft.lines[0]?.text).toBe('RAMIPRIL 5 mg');
    expect(toRequest(draft)).toMatchObject({ id, patient: maria, exemption: '048' });
    expect(toRequest(draft).lines?.[0]).toMatchObject({ aic: '029184014', quantity: 2 });
  });

  it('is a draft of its own for others, and once it is settled', async () => {
    for (const [state, signs] of [['waiting', false], ['declined', true], ['withdrawn', false]] as const) {
      const draft = await draftOf(prepared(state), signs);
      expect(draft.id).not.toBe(id);
      expect(draft.handover).toEqual({ doctor, note: 'per lunedì', by: '' });
    }
  });

  it('goes to the patient’s doctor, or who signs for that one, where nobody chose', async () => {
    const draft = await draftOf({ ...prepared('declined'), named: false }, false);
    expect(draft.handover.doctor).toBe('');
  });

  it('goes to a doctor without anybody having passed over a warning', async () => {
    const write = vi.fn(async () => ({ state: 'waiting' }));
    const draft = { ...(await draftOf(prepared('declined'), false)) };
    draft.overrides = [{ code: 'allergy', key: draft.lines[0]?.key ?? '', text: '', reason: 'sì' }];
    const sent = await sendDraft({ write } as never, draft, false);
    expect(sent.what).toBe('prepared');
    expect(write).toHaveBeenCalledWith('prescribing/1', 'Prepare', {
      draft: { ...toRequest(draft), overrides: [] },
      doctor,
      note: 'per lunedì',
    });
  });
});
