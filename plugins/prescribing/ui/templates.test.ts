// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import { Favourites } from './favourites';
import { editLine } from './lines';
import { TemplateList } from './template-list';

const template = (name: string): prescribing.Template =>
  ({ id: name, name, lines: [], diagnosis_code: '', diagnosis_text: '', used: 0 }) as unknown as prescribing.Template;

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it('Enter takes the first of what is typed, never of what was shown before', async () => {
  const server = new FakeServer();
  const list = new TemplateList();
  const inserted = vi.fn();
  list.addEventListener('curante-insert', (event) => inserted((event as CustomEvent<prescribing.Template>).detail.name));
  document.body.append(list);
  const [all] = await server.held('ListTemplates');
  all?.answer({ templates: [template('Antibiotico'), template('Controlli diabete')] });
  await quiet();
  const field = list.shadowRoot?.querySelector('input') as HTMLInputElement;
  field.value = 'contr';
  field.dispatchEvent(new Event('input'));
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  const held = await server.held('ListTemplates', 2);
  expect(inserted).not.toHaveBeenCalled();
  held[1]?.answer({ templates: [template('Controlli diabete')] });
  await vi.waitFor(() => expect(inserted).toHaveBeenCalledWith('Controlli diabete'));
});

it('a line clicked twice becomes one favourite', async () => {
  const server = new FakeServer();
  const favourites = new Favourites(() => undefined);
  const line = editLine({ aic: '035580014' }, { text: 'RAMIPRIL' });
  void favourites.turn(line);
  void favourites.turn(line);
  const [saved] = await server.held('SaveTemplate');
  saved?.answer(template('RAMIPRIL'));
  const [listed] = await server.held('ListTemplates');
  listed?.answer({ templates: [{ ...template('RAMIPRIL'), lines: [line] }] });
  await quiet();
  expect(server.count('SaveTemplate')).toBe(1);
  expect(favourites.has(line)).toBe(true);
});
