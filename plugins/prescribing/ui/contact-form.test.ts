// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { FakeServer } from '../../web/ui/scripts/fake-server';
import { ContactForm } from './contact-form';

const maria = '00000000-0000-4000-8000-000000000001';

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it('takes nothing before the record is there, which would then be lost', async () => {
  const server = new FakeServer({ GetChannels: () => ({ plain_allowed: false }) });
  const form = Object.assign(new ContactForm(), { patient: maria });
  document.body.append(form);
  await form.updateComplete;
  const phone = (): HTMLInputElement => form.shadowRoot?.querySelector('#phone') as HTMLInputElement;
  expect(phone().disabled).toBe(true);
  const [asked] = await server.held('GetPatient');
  asked?.answer({ id: maria, phone: '06 1', email: '' });
  await vi.waitFor(() => expect(phone().disabled).toBe(false));
  expect(phone().value).toBe('06 1');
  expect(form.shadowRoot?.activeElement).toBe(phone());
});

type Answers = Record<string, (body: never) => unknown>;

async function opened(answers: Answers): Promise<{ server: FakeServer; form: ContactForm }> {
  const server = new FakeServer({
    GetPatient: () => ({ id: maria, phone: '06 1', email: 'maria@example.it' }),
    GetChannels: () => ({ plain_allowed: true }),
    RecordPlainWish: () => ({ addresses: [] }),
    ...answers,
  });
  const form = Object.assign(new ContactForm(), { patient: maria });
  document.body.append(form);
  await vi.waitFor(() => expect(find(form, '#phone').disabled).toBe(false));
  return { server, form };
}

function find(form: ContactForm, selector: string): HTMLInputElement {
  return form.shadowRoot?.querySelector(selector) as HTMLInputElement;
}

const plain = (form: ContactForm): HTMLInputElement | null =>
  form.shadowRoot?.querySelector<HTMLInputElement>('input[type="checkbox"]') ?? null;

function wishes(server: FakeServer): unknown[] {
  return server.asked.filter((one) => one.name === 'RecordPlainWish').map((one) => one.body);
}

/** Turns the tick, if it is to be turned, and saves; resolves when the form closes. */
async function save(form: ContactForm, turn: boolean): Promise<void> {
  if (turn) plain(form)?.click();
  await form.updateComplete;
  const closed = new Promise((resolve) => form.addEventListener('curante-close', resolve));
  find(form, '[data-save]').click();
  await closed;
}

it('records the wish for attachments in clear, and that it is wished no more', async () => {
  const wished = await opened({ GetAddresses: () => ({ addresses: [] }) });
  expect(plain(wished.form)?.checked).toBe(false);
  expect(wished.form.shadowRoot?.textContent).toContain('senza password');
  await save(wished.form, true);
  expect(wishes(wished.server)).toEqual([{ patient: maria, plain: true }]);
  expect(wished.server.count('SavePatient')).toBe(0);
  document.body.replaceChildren();

  const recorded = { GetAddresses: () => ({ addresses: [], plain: { recorded: 1 } }) };
  const withdrawn = await opened(recorded);
  expect(plain(withdrawn.form)?.checked).toBe(true);
  await save(withdrawn.form, true);
  expect(wishes(withdrawn.server)).toEqual([{ patient: maria, plain: false }]);
  document.body.replaceChildren();

  const untouched = await opened(recorded);
  await save(untouched.form, false);
  expect(wishes(untouched.server)).toEqual([]);
});

it('offers no attachments in clear where they are not allowed, or the wish is not known', async () => {
  const forbidden = await opened({ GetChannels: () => ({ plain_allowed: false }) });
  expect(plain(forbidden.form)).toBeNull();
  document.body.replaceChildren();

  const unknown = await opened({
    GetAddresses: () => {
      throw new Error('away');
    },
  });
  expect(plain(unknown.form)).toBeNull();
});
