// SPDX-License-Identifier: Apache-2.0
import { drafts, openPatient, session } from '@curante/shell';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { accounts, chart, formulary, prescribing } from '@curante/contracts';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import { Composer } from './composer';
import { newDraft, type EditDraft } from './draft';
import { editLine, templateLine } from './lines';
import type { SendBar } from './send-bar';

const maria = '00000000-0000-4000-8000-000000000001';
const mario = '00000000-0000-4000-8000-000000000002';
const drug = (aic: string, name: string): formulary.Drug =>
  ({ aic, name, pack: '1 mg', atc: 'X', drug_class: 'A', notes: [], group_code: '' }) as unknown as formulary.Drug;
const ramipril = drug('035580014', 'RAMIPRIL');
const aspirin = drug('024840074', 'CARDIOASPIRIN');
const template = {
  id: 't',
  name: 'Pressione',
  lines: [templateLine(editLine({ aic: ramipril.aic }, { text: '' }))],
  diagnosis_code: '',
  diagnosis_text: '',
} as unknown as prescribing.Template;
const clear = { findings: [], recipes: [], can_issue: true, deliveries: [], white_lines: [], usual_delivery: '' };

let server: FakeServer;
let answers: Record<string, (body: never) => unknown>;

beforeEach(() => {
  openPatient.value = maria;
  session.begin({
    account: 'd1',
    permissions: ['prescription.issue', 'prescription.prepare'],
  } as unknown as accounts.Session);
  answers = { ListTemplates: () => ({ templates: [] }), Assess: () => clear };
  server = new FakeServer(answers);
});
afterEach(() => {
  document.body.replaceChildren();
  drafts.clear();
  session.end();
  openPatient.value = '';
  vi.unstubAllGlobals();
});

async function composer(): Promise<Composer> {
  const element = new Composer();
  element.patient = maria;
  element.view = {
    patient: { id: maria, last_name: 'ROSSI', first_name: 'MARIA', exemptions: [] },
    therapies: [],
    problems: [],
  } as unknown as chart.ChartView;
  document.body.append(element);
  await vi.waitFor(() => expect(part(element, 'curante-line-search')).not.toBeNull());
  return element;
}

const part = (element: Composer, name: string): HTMLElement | null =>
  element.shadowRoot?.querySelector<HTMLElement>(name) ?? null;
const send = (element: Composer, name: string, event: string, detail: unknown): void => {
  part(element, name)?.dispatchEvent(new CustomEvent(event, { detail }));
};
const found = (it: formulary.Drug) => ({ what: 'drug', drug: it });
const kept = (): EditDraft | undefined => drafts.load<EditDraft>(maria, 'prescription');
const names = (): string[] => kept()?.lines.map((line) => line.text.split(' ')[0] ?? '') ?? [];

describe('what is added', () => {
  it('is not lost when the draft changes while a template is being looked up', async () => {
    const element = await composer();
    send(element, 'curante-line-search', 'curante-found', { what: 'template', template });
    const [first] = await server.held('GetDrug');
    send(element, 'curante-line-search', 'curante-found', found(aspirin));
    first?.answer(ramipril);
    await vi.waitFor(() => expect(names()).toEqual(['RAMIPRIL', 'CARDIOASPIRIN']));
  });

  it('can be added to after a template could not be had', async () => {
    const element = await composer();
    send(element, 'curante-line-search', 'curante-found', { what: 'template', template });
    const [first] = await server.held('GetDrug');
    first?.answer({ code: 'busy', message: 'occupato', remedy: 'riprovare' }, 503);
    await quiet();
    send(element, 'curante-line-search', 'curante-found', found(aspirin));
    await vi.waitFor(() => expect(names()).toEqual(['CARDIOASPIRIN']));
  });

  it('keeps every change of one moment', async () => {
    const element = await composer();
    send(element, 'curante-line-search', 'curante-found', found(aspirin));
    await vi.waitFor(() => expect(part(element, 'curante-draft-head')).not.toBeNull());
    send(element, 'curante-line-editor', 'curante-change', { quantity: 2 });
    send(element, 'curante-draft-head', 'curante-change', { suggested: true });
    await quiet();
    expect(kept()?.lines[0]?.quantity).toBe(2);
    expect(kept()?.suggested).toBe(true);
  });

  it('of an earlier prescription waits for the draft that was kept', async () => {
    const before = { ...newDraft(maria), lines: [editLine({ aic: aspirin.aic }, { text: 'CARDIOASPIRIN 1 mg' })] };
    drafts.save(maria, 'ROSSI MARIA', 'prescription', before);
    answers['GetDrug'] = () => ramipril;
    const element = new Composer();
    element.patient = maria;
    document.body.append(element);
    const line = { kind: 'drug', aic: ramipril.aic, drug_text: 'RAMIPRIL 1 mg', quantity: 1, group_code: '', notes: '' };
    const recipe = { id: 'r', state: 'past', kind: 'drugs', exemption: '', lines: [line] };
    const earlier = { ...newDraft(maria), recipes: [recipe] } as unknown as prescribing.Prescription;
    // A double click means it once.
    await Promise.all([element.repeatPrescription(earlier), element.repeatPrescription(earlier)]);
    await vi.waitFor(() => expect(names()).toEqual(['CARDIOASPIRIN', 'RAMIPRIL']));
  });
});

describe('sending', () => {
  it('keeps a draft open of which nothing has left, because another patient came meanwhile', async () => {
    const choice = { mode: 'mail-number', offered: true, reason: '', address: 'a@b.it', confirmed: false };
    answers['Assess'] = () => ({ ...clear, deliveries: [{ ...choice, password_address: '' }] });
    const element = await composer();
    send(element, 'curante-line-search', 'curante-found', found(aspirin));
    await vi.waitFor(() => expect(part(element, 'curante-send-bar')).not.toBeNull());
    send(element, 'curante-send-bar', 'curante-issue', undefined);
    const confirm = await vi.waitFor(() => {
      const dialogs = [...document.body.children].map((one) => one.shadowRoot?.querySelector<HTMLElement>('[data-confirm]'));
      const button = dialogs.find(Boolean);
      if (!button) throw new Error('nobody asks');
      return button;
    });
    confirm.click();
    const [asked] = await server.held('ConfirmAddress');
    openPatient.value = mario;
    asked?.answer({});
    await quiet();
    expect(server.count('Issue')).toBe(0);
    expect(kept()?.sending).toBe('open');
  });

  it('keeps a draft locked that may have left, when the next try is turned away', async () => {
    const element = await composer();
    send(element, 'curante-line-search', 'curante-found', found(aspirin));
    await vi.waitFor(() => expect(part(element, 'curante-send-bar')).not.toBeNull());
    await quiet();
    send(element, 'curante-send-bar', 'curante-issue', undefined);
    const [first] = await server.held('Issue');
    first?.answer({ code: 'busy', message: 'occupato', remedy: 'riprovare' }, 503);
    await quiet();
    expect(kept()?.sending).toBe('unknown');
    send(element, 'curante-send-bar', 'curante-issue', undefined);
    const [, second] = await server.held('Issue', 2);
    second?.answer({ code: 'forbidden', message: 'non permesso', remedy: '' }, 403);
    await quiet();
    expect(kept()?.sending).toBe('unknown');
    send(element, 'curante-send-bar', 'curante-issue', undefined);
    const [, , third] = await server.held('Issue', 3);
    third?.answer({ code: 'refused', message: 'rifiutata', remedy: '' }, 400);
    await quiet();
    expect(kept()?.sending).toBe('open');
  });

  it('goes the way that is usual with the doctor, and makes one usual', async () => {
    const way = (mode: string) => ({ mode, offered: true, reason: '', address: '', confirmed: false, password_address: '' });
    let usual = '';
    answers['Assess'] = () => ({ ...clear, deliveries: [way('print'), way('none')], usual_delivery: usual });
    answers['SaveUsualDelivery'] = ({ mode }: { mode: string }) => ({ mode: (usual = mode) });
    const element = await composer();
    send(element, 'curante-line-search', 'curante-found', found(aspirin));
    const bar = (): SendBar => part(element, 'curante-send-bar') as SendBar;
    await vi.waitFor(() => expect(bar()).not.toBeNull());
    send(element, 'curante-send-bar', 'curante-usual', 'none');
    await vi.waitFor(() => expect(bar().assessment?.usual_delivery).toBe('none'));
    send(element, 'curante-send-bar', 'curante-issue', undefined);
    const [issue] = await server.held('Issue');
    expect((issue?.body as { draft: { delivery: string } }).draft.delivery).toBe('none');
  });
});
