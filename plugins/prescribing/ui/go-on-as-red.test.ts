// SPDX-License-Identifier: Apache-2.0
import { session } from '@curante/shell';
import type { accounts, prescribing, red_recipes } from '@curante/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import './go-on-as-red';
import type { GoOnAsRed } from './go-on-as-red';

const recipe = { id: 'r1', state: 'waiting', kind: 'drugs', paper_code: '' } as unknown as prescribing.RecipeView;
const problem = 'il database è stato ripristinato da una copia: inserire il codice della prossima ricetta';
let block: Partial<red_recipes.Block>;

async function opened(): Promise<HTMLElement> {
  const button = await pressed();
  await vi.waitFor(() => expect(button.renderRoot.querySelector('#code')).not.toBeNull());
  return button.renderRoot as HTMLElement;
}

const label = (root: HTMLElement): string => root.querySelector('label[for="code"]')?.textContent ?? '';

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as accounts.Session);
  block = { printer: { name: 'Rossa' } as red_recipes.Printer, first_code: '', next_code: '', problem: '', usual_start: '' };
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ blocks: [block] })));
});
afterEach(() => {
  session.end();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

async function pressed(): Promise<GoOnAsRed> {
  const button = document.createElement('curante-go-on-as-red') as GoOnAsRed;
  button.recipe = recipe;
  document.body.append(button);
  await button.updateComplete;
  button.renderRoot.querySelector<HTMLButtonElement>('[data-go-on-as-red]')?.click();
  return button;
}

it('asks an empty printer for the first code of its pad', async () => {
  const root = await opened();
  expect(label(root)).toContain('prima ricetta');
  expect(root.querySelector('[data-block-problem]')).toBeNull();
});

it('says why a pad is closed, and asks for the next code that was not used', async () => {
  block.problem = problem;
  const root = await opened();
  expect(root.querySelector('[data-block-problem]')?.textContent).toBe(problem);
  expect(label(root)).toContain('non ancora usata');
  expect(label(root)).not.toContain('prima ricetta');
});

it('says why there is no dialog', async () => {
  vi.stubGlobal('fetch', async () =>
    new Response(JSON.stringify({ code: 'busy', message: 'il database è occupato', remedy: 'riprovare' }), { status: 503 }),
  );
  const button = await pressed();
  const told = (): unknown =>
    (button.renderRoot.querySelector('curante-problem') as unknown as { problem?: Error } | null)?.problem?.message;
  await vi.waitFor(() => expect(told()).toBe('il database è occupato'));
});

it('takes no number by the second click of who double-clicked what opens the dialog', async () => {
  block.next_code = '120000000000001';
  const server = new FakeServer({ ListBlocks: () => ({ blocks: [block] }) });
  const button = await pressed();
  const click = (detail: number): void => {
    const submit = button.renderRoot.querySelector('[data-confirm]');
    submit?.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true }));
  };
  await vi.waitFor(() => expect(button.renderRoot.querySelector('[data-next-code]')).not.toBeNull());
  click(2);
  await quiet();
  expect(server.count('GoOnAsRed')).toBe(0);
  click(1);
  await vi.waitFor(() => expect(server.count('GoOnAsRed')).toBe(1));
});

it('lays no paper over the chart of another patient, however late it is printed', async () => {
  block.next_code = '120000000000001';
  const server = new FakeServer({ ListBlocks: () => ({ blocks: [block] }) });
  const button = await pressed();
  const form = await vi.waitFor(() => {
    const found = button.renderRoot.querySelector('form');
    if (!found) throw new Error('no dialog');
    return found;
  });
  form.requestSubmit();
  const [printed] = await server.held('GoOnAsRed');
  button.remove(); // the window has turned to another patient
  printed?.answer({ ...recipe, state: 'printed', paper_code: '120000000000001', document: 'd1' });
  await quiet();
  expect(document.querySelector('curante-document')).toBeNull();
});

describe('with two printers', () => {
  const printer = (name: string, usual = false): Partial<red_recipes.Block> => ({
    printer: { name, usual } as red_recipes.Printer,
    next_code: `${name}-next`,
    problem: '',
  });
  const dialog = async (
    blocks: Partial<red_recipes.Block>[],
  ): Promise<{ server: FakeServer; button: GoOnAsRed; form: HTMLFormElement; asked: Promise<boolean> }> => {
    const printed = { ...recipe, state: 'printed', paper_code: '1', document: '' };
    const server = new FakeServer({
      ListBlocks: () => ({ blocks }),
      SavePrinter: (body: { printer: unknown }) => body.printer,
      GoOnAsRed: () => printed,
    });
    const button = document.createElement('curante-go-on-as-red') as GoOnAsRed;
    button.recipe = recipe;
    document.body.append(button);
    await button.updateComplete;
    const asked = button.ask();
    const form = await vi.waitFor(() => {
      const found = button.renderRoot.querySelector('form');
      if (!found) throw new Error('no dialog');
      return found;
    });
    return { server, button, form, asked };
  };
  const box = (form: HTMLFormElement): HTMLInputElement | null => form.querySelector('input[type="checkbox"]');

  it('the one that is printed on becomes the usual one while none is', async () => {
    const { server, form, asked } = await dialog([printer('A'), printer('B')]);
    expect(box(form)?.checked).toBe(true);
    form.querySelector<HTMLSelectElement>('#printer')!.value = 'B';
    form.querySelector('#printer')?.dispatchEvent(new Event('change'));
    form.requestSubmit();
    expect(await asked).toBe(true);
    const names = server.asked.map((one) => one.name);
    expect(names.indexOf('SavePrinter')).toBeLessThan(names.indexOf('GoOnAsRed'));
    expect(server.asked.find((one) => one.name === 'SavePrinter')?.body).toEqual({ printer: { name: 'B', usual: true } });
    expect(server.asked.find((one) => one.name === 'GoOnAsRed')?.body).toEqual({ recipe: 'r1', printer: 'B' });
  });

  it('the usual one is offered first, and stays so when another is used once', async () => {
    const { server, button, form, asked } = await dialog([printer('A'), printer('B', true)]);
    expect(form.querySelector<HTMLSelectElement>('#printer')?.value).toBe('B');
    expect(box(form)?.checked).toBe(true);
    form.querySelector<HTMLSelectElement>('#printer')!.value = 'A';
    form.querySelector('#printer')?.dispatchEvent(new Event('change'));
    await button.updateComplete;
    expect(box(form)?.checked).toBe(false);
    form.requestSubmit();
    expect(await asked).toBe(true);
    expect(server.count('SavePrinter')).toBe(0);
  });

  it('closed without printing it says so', async () => {
    const { button, asked } = await dialog([printer('A'), printer('B')]);
    button.renderRoot.querySelector('curante-modal')?.dispatchEvent(new CustomEvent('curante-close'));
    expect(await asked).toBe(false);
  });
});

it('one printer asks nothing of what is usual', async () => {
  block.next_code = '120000000000001';
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ blocks: [block] })));
  const button = await pressed();
  await vi.waitFor(() => expect(button.renderRoot.querySelector('form')).not.toBeNull());
  expect(button.renderRoot.querySelector('input[type="checkbox"]')).toBeNull();
});

it('says of one that was meant for the red pad what closing means, and not that it is sent no more', async () => {
  const words = async (state: 'waiting' | 'printed'): Promise<string[]> => {
    const button = document.createElement('curante-go-on-as-red') as GoOnAsRed;
    button.recipe = { ...recipe, state };
    document.body.append(button);
    await button.updateComplete;
    const opener = button.renderRoot.querySelector<HTMLButtonElement>('[data-go-on-as-red]');
    opener?.click();
    const dialog = await vi.waitFor(() => {
      const found = button.renderRoot.querySelector('curante-modal');
      if (!found) throw new Error('no dialog');
      return found;
    });
    return [opener?.textContent?.trim() ?? '', dialog.heading, dialog.querySelector('p')?.textContent ?? ''];
  };
  const [name, heading, text] = await words('printed');
  expect([name, heading]).toEqual(['Stampa su ricetta rossa', 'Stampare su ricetta rossa?']);
  expect(text).toContain('resta da stampare');
  expect(text).not.toContain('dematerializzata');
  expect((await words('waiting')).join()).toContain('non viene più inviata come dematerializzata');
});

it('stays open, with what was typed, although the recipe is prescribed again meanwhile', async () => {
  const button = document.createElement('curante-go-on-as-red') as GoOnAsRed;
  button.recipe = recipe;
  document.body.append(button);
  await button.updateComplete;
  const asked = button.ask();
  const code = await vi.waitFor(() => {
    const found = button.renderRoot.querySelector<HTMLInputElement>('#code');
    if (!found) throw new Error('no dialog');
    return found;
  });
  code.value = '120261234567';
  code.dispatchEvent(new Event('input'));
  button.recipe = { ...recipe, repeated: true };
  await button.updateComplete;
  expect(button.renderRoot.querySelector<HTMLInputElement>('#code')?.value).toBe('120261234567');
  button.renderRoot.querySelector('curante-modal')?.dispatchEvent(new CustomEvent('curante-close'));
  expect(await asked).toBe(false);
  await button.updateComplete;
  expect(button.renderRoot.querySelector('button')).toBeNull();
});
