// SPDX-License-Identifier: Apache-2.0
import { session } from '@curante/shell';
import type { accounts, prescribing, red_recipes } from '@curante/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import './red-look';
import type { RedLook } from './red-look';

const recipe = { id: 'r1', paper_code: '120261234567008', red_trouble: 'attention' } as unknown as prescribing.RecipeView;
let form: Partial<red_recipes.Form>;
let asked: { name: string; body: unknown }[];

async function shown(): Promise<HTMLElement> {
  const look = document.createElement('curante-red-look') as RedLook;
  look.recipe = recipe;
  look.patient = 'p1';
  document.body.append(look);
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
  await vi.waitFor(() => expect((look as unknown as { form_: unknown }).form_).toBeTruthy());
  await look.updateComplete;
  return look.renderRoot as HTMLElement;
}
const answers = (root: HTMLElement): (string | undefined)[] =>
  [...root.querySelectorAll<HTMLElement>('[data-red-answer]')].map((one) => one.dataset['redAnswer']);

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as accounts.Session);
  form = { recipe: 'r1', code: '120261234567008', patient_name: 'ROSSI MARIA', state: 'attention', to_find: true };
  asked = [];
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const name = address.split('/').pop() ?? '';
    asked.push({ name, body: JSON.parse((init.body as string) || '{}') });
    const answer = name === 'SettleForm' ? { ...form, state: 'sent', to_find: false } : form;
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
});
afterEach(() => {
  session.end();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it('settles exactly the form that was looked up, once it is confirmed', async () => {
  const root = await shown();
  expect(answers(root)).toEqual(['there', 'absent']);
  root.querySelector<HTMLButtonElement>('[data-red-answer="there"]')?.click();
  const sure = await vi.waitFor(() => {
    const found = [...document.body.children].map((one) => one.shadowRoot?.querySelector('[data-confirm]'));
    const confirm = found.find((one): one is HTMLButtonElement => one instanceof HTMLButtonElement);
    if (!confirm) throw new Error('nothing is asked');
    return confirm;
  });
  sure.click();
  await vi.waitFor(() => expect(answers(root)).toEqual([]));
  expect(asked.at(-1)).toEqual({ name: 'SettleForm', body: { recipe: 'r1', code: '120261234567008', there: true } });
});

it('asks of a cancellation that failed only whether there is anything left to cancel', async () => {
  form.state = 'not_cancelled';
  expect(answers(await shown())).toEqual(['gone']);
});

it('asks nothing while what became of its file is not known', async () => {
  form.to_find = false;
  expect(answers(await shown())).toEqual([]);
});

describe('what is shown', () => {
  const problem = (look: RedLook): string =>
    look.renderRoot.querySelector('curante-problem')?.shadowRoot?.textContent?.trim() ?? '';
  const busy = { code: 'busy', message: 'occupato', remedy: '' };
  const placed = (): { server: FakeServer; look: RedLook } => {
    const server = new FakeServer();
    const look = document.createElement('curante-red-look') as RedLook;
    look.recipe = recipe;
    look.patient = 'p1';
    document.body.append(look);
    return { server, look };
  };

  it('is the problem where the form cannot be had', async () => {
    const { server, look } = placed();
    const [read] = await server.held('GetForm');
    read?.answer(busy, 503);
    await quiet();
    expect(problem(look)).toContain('occupato');
  });

  it('is looked up again when the recipe says another thing, and only then', async () => {
    const { server, look } = placed();
    const [first] = await server.held('GetForm');
    first?.answer({ ...form, to_find: false });
    await quiet();
    look.recipe = { ...recipe };
    await quiet();
    expect(server.count('GetForm')).toBe(1);
    look.recipe = { ...recipe, problem: 'cercarla sul sito' };
    const [, second] = await server.held('GetForm', 2);
    second?.answer(form);
    await quiet();
    expect(answers(look.renderRoot as HTMLElement)).toEqual(['there', 'absent']);
  });

  it('is looked up again when it could not be settled, and what went wrong stays', async () => {
    const { server, look } = placed();
    const [first] = await server.held('GetForm');
    first?.answer(form);
    await quiet();
    look.renderRoot.querySelector<HTMLButtonElement>('[data-red-answer="there"]')?.click();
    const sure = await vi.waitFor(() => {
      const found = [...document.body.children].map((one) => one.shadowRoot?.querySelector('[data-confirm]'));
      const confirm = found.find((one): one is HTMLButtonElement => one instanceof HTMLButtonElement);
      if (!confirm) throw new Error('nothing is asked');
      return confirm;
    });
    sure.click();
    const [settle] = await server.held('SettleForm');
    settle?.answer({ code: 'settled', message: 'già verificata', remedy: '' }, 409);
    const [, again] = await server.held('GetForm', 2);
    again?.answer({ ...form, to_find: false });
    await quiet();
    expect(answers(look.renderRoot as HTMLElement)).toEqual([]);
    expect(problem(look)).toContain('già verificata');
  });
});
