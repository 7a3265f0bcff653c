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
