// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import { ApiError } from './api-error';
import { askToConfirm, askWhich, insist } from './confirm';
import { openPatient } from './open-patient';

vi.mock('./modal', () => ({}));

const unusual = new ApiError('block-unusual', 'la regione è 030', 'ricontrollare il foglio');

/** The answer of a person to the question that stands on the page. */
async function answer(which: 'yes' | 'no'): Promise<string> {
  const asked = await vi.waitFor(() => {
    const holder = [...document.body.children].find((one) => one.shadowRoot?.querySelector('[data-confirm]'));
    if (!holder?.shadowRoot) throw new Error('nothing is asked');
    return holder.shadowRoot;
  });
  const text = asked.querySelector('p')?.textContent ?? '';
  const button = which === 'yes' ? '[data-confirm]' : 'button:not([data-confirm])';
  asked.querySelector<HTMLButtonElement>(button)?.click();
  return text;
}

function work(): (confirmed: boolean) => Promise<string> {
  return vi.fn((confirmed: boolean) => (confirmed ? Promise.resolve('done') : Promise.reject(unusual)));
}

it('asks for nothing where nothing is wanted', async () => {
  const run = vi.fn(() => Promise.resolve('done'));
  expect(await insist('block-unusual', run)).toBe('done');
  expect(run).toHaveBeenCalledWith(false);
});

it('asks in the words of the server, and goes on confirmed', async () => {
  const run = work();
  const done = insist('block-unusual', run);
  expect(await answer('yes')).toBe('La regione è 030.\n\nRicontrollare il foglio.');
  expect(await done).toBe('done');
  expect(run).toHaveBeenLastCalledWith(true);
});

it('leaves it where the person thinks better of it', async () => {
  const run = work();
  const done = insist('block-unusual', run);
  await answer('no');
  expect(await done).toBeUndefined();
  expect(run).toHaveBeenCalledTimes(1);
});

it('leaves other failures to who called', async () => {
  await expect(insist('another', work())).rejects.toBe(unusual);
});

it('is not answered by the second click of who double-clicked what asks', async () => {
  const asked = askToConfirm({ heading: 'Ritirare?', text: 'la ricetta', confirm: 'Ritira' });
  const told = vi.fn();
  void asked.then(told);
  const confirm = document.querySelector('body > div:last-of-type')?.shadowRoot?.querySelector('[data-confirm]');
  confirm?.dispatchEvent(new MouseEvent('click', { detail: 2 }));
  await Promise.resolve();
  expect(told).not.toHaveBeenCalled();
  confirm?.dispatchEvent(new MouseEvent('click', { detail: 1 }));
  expect(await asked).toBe(true);
});

it('is answered with no where another patient is opened meanwhile, and is gone', async () => {
  openPatient.value = 'p1';
  const done = askToConfirm({ heading: 'Stampare?', text: 'ROSSI MARIA', confirm: 'Stampa' });
  openPatient.value = 'p2';
  expect(await done).toBe(false);
  expect([...document.body.children].some((one) => one.shadowRoot?.querySelector('[data-confirm]'))).toBe(false);
  openPatient.value = '';
});

it('tells what declines from what only left the question', async () => {
  const question = { heading: 'Riepilogo', text: 'Vederlo?', confirm: 'Vedi', decline: 'Esci' };
  const root = (): ShadowRoot | null | undefined => document.querySelector('body > div:last-of-type')?.shadowRoot;
  const declined = askWhich(question);
  const no = root()?.querySelector('[data-decline]');
  // The second click of who double-clicked what asks.
  no?.dispatchEvent(new MouseEvent('click', { detail: 2 }));
  expect(no?.isConnected).toBe(true);
  no?.dispatchEvent(new MouseEvent('click', { detail: 1 }));
  expect(await declined).toBe('declined');
  const closed = askWhich(question);
  root()?.querySelector('curante-modal')?.dispatchEvent(new CustomEvent('curante-close'));
  expect(await closed).toBe('left');
  const gone = askWhich(question);
  openPatient.value = 'p3';
  expect(await gone).toBe('left');
  openPatient.value = '';
});
