// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveEvents, pageMarks, resync, session, type Session } from '@curante/shell';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import './red-banner';
import './red-block-form';
import type { RedBlockForm } from './red-block-form';
import './red-blocks';
import type { RedBlocks } from './red-blocks';
import './red-form-detail';
import type { RedFormDetail } from './red-form-detail';
import './red-page';
import './red-summary';
import type { Form, SentFile } from './red-words';

const me = '00000000-0000-4000-8000-00000000000d';
const form = {
  recipe: '00000000-0000-4000-8000-00000000000a',
  code: '120261234567008',
  patient: 'p',
  patient_name: 'ROSSI MARIA',
  fiscal_code: '',
  printed: '2026-11-20T09:00:00Z',
  state: 'not_cancelled',
  spoilt: true,
  document: '',
  remarks: [],
} as unknown as Form;
const stuck = {
  file_name: 'MIR_1',
  doctor: me,
  made: '2026-11-20T09:00:00Z',
  problem: 'password scaduta',
  to_find: false,
} as unknown as SentFile;

/** What the server was asked, and what it answers by the call's name. */
let asked: { name: string; body: Record<string, unknown> }[];
let answers: Record<string, unknown>;

beforeEach(() => {
  session.begin({ account: me, permissions: ['prescription.issue', 'prescription.read'] } as Session);
  asked = [];
  answers = {};
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const name = address.split('/').pop() ?? '';
    asked.push({ name, body: JSON.parse((init.body as string) || '{}') as Record<string, unknown> });
    const known = answers[name];
    if (known === undefined) return new Promise(() => undefined);
    return Promise.resolve(new Response(JSON.stringify(known)));
  });
});
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  pageMarks.value = new Map();
});

async function shown<E extends HTMLElement>(name: string, members: Partial<E> = {}): Promise<ShadowRoot> {
  const element = Object.assign(document.createElement(name), members) as E & { updateComplete: Promise<unknown> };
  document.body.append(element);
  await element.updateComplete;
  if (!element.shadowRoot) throw new Error('nothing is shown');
  return element.shadowRoot;
}
const buttons = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('button')].map((one) => one.textContent?.trim() ?? '');

describe('a form whose cancellation failed', () => {
  it('offers nothing but to repeat it, on exactly that form', async () => {
    const root = await shown<RedFormDetail>('curante-red-detail', { form });
    expect(buttons(root)).toEqual(["Ripeti l'annullamento"]);
    root.querySelector('button')?.click();
    const question = await vi.waitFor(() => {
      const found = [...document.body.children].find((one) => one.shadowRoot?.querySelector('[data-confirm]'));
      if (!found?.shadowRoot) throw new Error('nothing is asked');
      return found.shadowRoot;
    });
    expect(question.querySelector('p')?.textContent).toContain('120261234567008');
    expect(question.querySelector('p')?.textContent).toContain("valida sull'altro foglio");
    // «Annulla» beside it would be the same word for the contrary.
    expect([...question.querySelectorAll('button')].map((one) => one.textContent?.trim())).toEqual([
      'Non annullarla',
      "Ripeti l'annullamento",
    ]);
    question.querySelector<HTMLButtonElement>('[data-confirm]')?.click();
    await vi.waitFor(() => expect(asked.map((one) => one.name)).toContain('Cancel'));
    expect(asked.find((one) => one.name === 'Cancel')?.body).toEqual({ recipe: form.recipe, code: form.code });
  });

  it('is not called under way when it has failed at once', async () => {
    answers['Cancel'] = { ...form, problem: 'password scaduta' };
    const said: string[] = [];
    vi.spyOn(Element.prototype, 'replaceChildren').mockImplementation((...nodes) => {
      said.push(...nodes.map((one) => (one as Element).textContent ?? ''));
    });
    const root = await shown<RedFormDetail>('curante-red-detail', { form });
    root.querySelector('button')?.click();
    const sure = await vi.waitFor(() => {
      const found = [...document.body.children].map((one) => one.shadowRoot?.querySelector('[data-confirm]'));
      const confirm = found.find((one): one is HTMLButtonElement => one instanceof HTMLButtonElement);
      if (!confirm) throw new Error('nothing is asked');
      return confirm;
    });
    sure.click();
    await vi.waitFor(() => expect(said).toEqual(['password scaduta']));
    vi.restoreAllMocks();
  });
});

describe('a form that a person looked up', () => {
  const open = { ...form, state: 'attention', spoilt: false, to_find: true } as Form;
  const answered = async (members: Form, button: string): Promise<Record<string, unknown> | undefined> => {
    const root = await shown<RedFormDetail>('curante-red-detail', { form: members });
    [...root.querySelectorAll('button')].find((one) => one.textContent?.trim() === button)?.click();
    const sure = await vi.waitFor(() => {
      const found = [...document.body.children].map((one) => one.shadowRoot?.querySelector('[data-confirm]'));
      const confirm = found.find((one): one is HTMLButtonElement => one instanceof HTMLButtonElement);
      if (!confirm) throw new Error('nothing is asked');
      return confirm;
    });
    sure.click();
    await vi.waitFor(() => expect(asked.map((one) => one.name)).toContain('SettleForm'));
    return asked.find((one) => one.name === 'SettleForm')?.body;
  };

  it('is there', async () => {
    expect(await answered(open, "C'è sul sito")).toEqual({ recipe: form.recipe, code: form.code, there: true });
  });
  it('is not there, and goes again', async () => {
    expect(await answered(open, "Non c'è: invia di nuovo")).toMatchObject({ there: false });
  });
  it('is not there to be cancelled', async () => {
    const failed = { ...open, state: 'not_cancelled' } as Form;
    expect(await answered(failed, "Non c'è: è annullata")).toMatchObject({ there: false });
  });
  it('says why its file stands still, and no more: nothing may have left', async () => {
    const waiting = { ...open, to_find: false, problem: 'password scaduta' } as Form;
    const root = await shown<RedFormDetail>('curante-red-detail', { form: waiting });
    expect(buttons(root)).not.toContain("C'è sul sito");
    expect(buttons(root)).not.toContain('Invia di nuovo');
    expect(root.textContent).toContain('password scaduta');
    expect(root.textContent).not.toContain('Stato invii');
  });
  it('says who found what', async () => {
    const finding = { at: '2026-11-20T09:00:00Z', by: me, by_name: 'FABBRI GIULIA', there: true, found_as: 'attention' };
    const root = await shown<RedFormDetail>('curante-red-detail', { form: { ...open, finding } as Form });
    expect(root.querySelector('[data-finding]')?.textContent).toMatch(/c'era.*FABBRI GIULIA/);
  });
});

describe('the summary', () => {
  it('shows what changed although something changes all the time', async () => {
    answers['ListForms'] = { forms: [], more: false, total: 0 };
    const root = await shown('curante-red-summary');
    await vi.waitFor(() => expect(root.querySelector('[data-today]')).not.toBeNull());
    answers['ListForms'] = { forms: [form], more: false, total: 1 };
    const dispatch = liveEvents as unknown as { dispatch(name: string, data: string): void };
    // Each of them before the one before is asked after.
    const busy = setInterval(() => dispatch.dispatch('red-form-changed/1', '{}'), 20);
    try {
      await vi.waitFor(() => expect(root.querySelector('curante-red-forms')).not.toBeNull(), { timeout: 3000 });
    } finally {
      clearInterval(busy);
    }
  });

  it('reads the files page by page to the end', async () => {
    answers['ListForms'] = { forms: [], more: false, total: 0 };
    const file = (n: number): unknown => ({ ...stuck, file_name: `MIR_${n}`, sending: 'sent', outcome: 'clean', protocol: `${n}` });
    const pages = [
      { files: [file(1), file(2)], next: 'x' },
      { files: [file(3)], next: '' },
    ];
    Object.defineProperty(answers, 'ListFiles', { get: () => pages.shift() });
    const root = await shown('curante-red-summary');
    root.querySelector<HTMLButtonElement>('[data-view="files"]')?.click();
    const table = await vi.waitFor(() => {
      const found = root.querySelector<HTMLElement & { files: unknown[] }>('curante-red-files');
      expect(found?.files).toHaveLength(3);
      return found;
    });
    expect(table).not.toBeNull();
    expect(asked.filter((one) => one.name === 'ListFiles').map((one) => one.body['cursor'])).toEqual(['', 'x']);
  });

  it('opens with what is not settled, whatever its day, and leads to the days', async () => {
    answers['ListForms'] = { forms: [], more: false, total: 0 };
    const root = await shown('curante-red-summary');
    await vi.waitFor(() => expect(root.querySelector('[data-today]')).not.toBeNull());
    expect(asked[0]).toMatchObject({ name: 'ListForms', body: { open: true } });
    expect(root.querySelector('#from')).toBeNull();
    root.querySelector<HTMLButtonElement>('[data-today]')?.click();
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]).toMatchObject({ name: 'ListForms', body: { open: false } });
    expect(root.querySelector('#from')).not.toBeNull();
  });

  it('can be asked for each of the five answers of the ministry, and for those not known yet', async () => {
    answers['ListForms'] = { forms: [], more: false, total: 0 };
    const root = await shown('curante-red-summary');
    const outcome = await vi.waitFor(() => {
      const found = root.querySelector<HTMLSelectElement>('#outcome');
      if (!found) throw new Error('there is no filter');
      return found;
    });
    const offered = [...outcome.options].map((one) => [one.value, one.textContent?.trim()]);
    expect(offered).toEqual([
      ['', 'tutti'],
      ['unknown', 'non ancora noto'],
      ['waiting', 'in attesa di elaborazione'],
      ['clean', 'privo di errori'],
      ['warnings', 'con avvisi (warning)'],
      ['errors', 'con errori scartanti'],
      ['discarded', 'completamente scartato'],
    ]);
    for (const [value] of offered.slice(1)) {
      asked.length = 0;
      outcome.value = value ?? '';
      outcome.dispatchEvent(new Event('change'));
      root.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await vi.waitFor(() => expect(asked).toHaveLength(1));
      expect(asked[0]).toMatchObject({ name: 'ListForms', body: { outcome: value } });
    }
  });

  it('says how many rows an export holds', async () => {
    vi.stubGlobal('URL', { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined });
    const kept = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    answers['ListForms'] = { forms: [], more: false, total: 0 };
    const content = btoa('Data\r\n"a"\r\n"b"\r\n');
    answers['ExportForms'] = { content, media_type: 'text/csv', file_name: 'x.csv', size: 0, offset: 0 };
    const root = await shown('curante-red-summary');
    [...root.querySelectorAll('button')].find((one) => one.textContent?.includes('Esporta'))?.click();
    await vi.waitFor(() => expect(root.querySelector('[data-exported]')?.textContent).toContain('2'));
    expect(kept).toHaveBeenCalledTimes(1);
  });
});

describe('a file that stands still', () => {
  const review = { offer: false, printed: 0, unsettled: 3, to_settle: 2, stuck: [stuck] };
  const banner = (root: ShadowRoot): Element | null => root.querySelector('[data-red-stuck]');

  it('is told on every page with what to do, and counted in the bar of pages', async () => {
    answers['NeedsReview'] = review;
    const root = await shown('curante-red-banner');
    await vi.waitFor(() => expect(banner(root)).not.toBeNull());
    expect(banner(root)?.textContent).toContain('Password scaduta.');
    expect(root.querySelector('a')?.getAttribute('href')).toContain('sistema-ts');
    expect(pageMarks.value.get('ricette-rosse')?.count).toBe(2);
  });

  it('leads to the page where it is verified when nobody knows whether it arrived', async () => {
    answers['NeedsReview'] = { ...review, stuck: [{ ...stuck, to_find: true }] };
    const root = await shown('curante-red-banner');
    await vi.waitFor(() => expect(banner(root)).not.toBeNull());
    expect(root.querySelector('a')?.getAttribute('href')).toContain('ricette-rosse');
  });

  it('is told once the server is back, although it never answered a question before', async () => {
    const tell = (name: string): void =>
      (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(name, 'null');
    const root = await shown('curante-red-banner');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    answers['NeedsReview'] = review;
    tell(resync);
    await vi.waitFor(() => expect(banner(root)).not.toBeNull());
  });

  it('is not told to another doctor', async () => {
    answers['NeedsReview'] = { ...review, stuck: [{ ...stuck, doctor: 'another' }] };
    const root = await shown('curante-red-banner');
    await vi.waitFor(() => expect(pageMarks.value.has('ricette-rosse')).toBe(true));
    expect(banner(root)).toBeNull();
  });
});

describe('the printers of a doctor', () => {
  const doctors = [
    { account: 'd1', last_name: 'FABBRI', first_name: 'GIULIA' },
    { account: 'd2', last_name: 'NERI', first_name: '' },
  ];
  const block = (name: string): unknown => ({ printer: { name, tray: '', usual: false }, next_code: '', left: 0, problem: '' });
  const printers = (root: ShadowRoot): string[] =>
    [...root.querySelectorAll('[data-printer]')].map((one) => one.getAttribute('data-printer') ?? '');

  it('are never those of another, however late these are answered', async () => {
    const server = new FakeServer();
    const blocks = Object.assign(document.createElement('curante-red-blocks') as RedBlocks, { doctor: 'd1' });
    document.body.append(blocks);
    const [first] = await server.held('ListBlocks');
    blocks.doctor = 'd2';
    const [, second] = await server.held('ListBlocks', 2);
    second?.answer({ blocks: [block('di Neri')] });
    await quiet();
    first?.answer({ blocks: [block('di Fabbri')] });
    await quiet();
    expect(printers(blocks.renderRoot as ShadowRoot)).toEqual(['di Neri']);
    // While those of the next one are on their way there are none.
    blocks.doctor = 'd1';
    await blocks.updateComplete;
    expect(printers(blocks.renderRoot as ShadowRoot)).toEqual([]);
  });

  it('are said to be unknown where they cannot be read, until the server is back', async () => {
    const server = new FakeServer();
    const blocks = Object.assign(document.createElement('curante-red-blocks') as RedBlocks, { doctor: 'd1' });
    document.body.append(blocks);
    const root = blocks.renderRoot as ShadowRoot;
    const busy = { code: 'busy', message: 'occupato', remedy: 'riprovare' };
    const told = (): string | undefined => root.querySelector('curante-problem')?.problem?.message;
    (await server.held('ListBlocks'))[0]?.answer(busy, 503);
    await vi.waitFor(() => expect(root.querySelector('[data-unread]')?.textContent).toContain('Non si sa ancora'));
    expect(told()).toBe('occupato');
    expect(root.querySelector('[role=status]')).toBeNull();
    root.querySelector<HTMLButtonElement>('[data-unread] button')?.click();
    await blocks.updateComplete;
    expect(root.querySelector('[role=status]')?.textContent).toContain('Caricamento');
    // What fails of the one before is told of no other.
    blocks.doctor = 'd2';
    const [, older] = await server.held('ListBlocks', 3);
    older?.answer(busy, 503);
    await quiet();
    expect(told()).toBeUndefined();
    expect(root.querySelector('[role=status]')).not.toBeNull();
    (await server.held('ListBlocks', 3))[2]?.answer(busy, 503);
    await vi.waitFor(() => expect(root.querySelector('[data-unread]')).not.toBeNull());
    (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(resync, 'null');
    (await server.held('ListBlocks', 4))[3]?.answer({ blocks: [block('di Neri')] });
    await vi.waitFor(() => expect(printers(root)).toEqual(['di Neri']));
    expect(told()).toBeUndefined();
  });

  it('are chosen by the doctor’s name, and asked for again once the server is back', async () => {
    const server = new FakeServer({ NeedsReview: () => ({}), ListForms: () => ({ forms: [] }), ListBlocks: () => ({ blocks: [] }) });
    const root = await shown('curante-red-recipes');
    const [first] = await server.held('ListDoctors');
    first?.answer({ code: 'busy', message: 'occupato', remedy: 'riprovare' }, 503);
    await quiet();
    expect(root.querySelector('curante-red-blocks')).toBeNull();
    expect(root.querySelector('[role=status]')).toBeNull();
    (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(resync, 'null');
    const [, second] = await server.held('ListDoctors', 2);
    second?.answer({ doctors });
    await vi.waitFor(() => expect(root.querySelector('#doctor')).not.toBeNull());
    const offered = [...(root.querySelector<HTMLSelectElement>('#doctor')?.options ?? [])];
    expect(offered.map((one) => one.textContent?.trim())).toEqual(['FABBRI GIULIA', 'NERI']);
    expect(root.querySelector('curante-red-blocks')).not.toBeNull();
  });
});

describe('a new pad', () => {
  const block = {
    printer: { name: 'Rossa' },
    descending: false,
    one_by_one: false,
    usual_start: '12026',
  } as unknown as RedBlockForm['block'];

  it('begins with the region and the year', async () => {
    const root = await shown<RedBlockForm>('curante-red-block-form', { block });
    expect(root.querySelector<HTMLInputElement>('#code')?.value).toBe('12026');
    expect(root.querySelector('input[type=checkbox]')).not.toBeNull();
  });

  it('is counted backwards where its sheets lie the other way round', async () => {
    answers['SetBlock'] = {};
    const root = await shown<RedBlockForm>('curante-red-block-form', { block });
    const box = root.querySelector<HTMLInputElement>('input[type=checkbox]');
    expect(box?.closest('label')?.textContent).toContain("conta all'indietro");
    box?.click();
    const code = root.querySelector<HTMLInputElement>('#code');
    if (!code) throw new Error('no code is asked for');
    code.value = '120261234567008';
    code.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    root.querySelector('form')?.requestSubmit();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatchObject({ name: 'SetBlock', body: { descending: true, first_code: '120261234567008' } });
  });

  it('is asked for form by form where no digit can be computed', async () => {
    const root = await shown<RedBlockForm>('curante-red-block-form', { block: { ...block, one_by_one: true } });
    expect(root.textContent).toContain('per questa sola ricetta');
    expect(root.querySelector('input[type=checkbox]')).toBeNull();
  });
});
