// SPDX-License-Identifier: Apache-2.0
// Where the service gives no recipe numbers, recipes wait in vain: that is no "all well".
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import { FakeServer } from '../../web/ui/scripts/fake-server';
import './access-banner';
import './late-arrivals';
import './substitutions';
import './white-decisions';
import './sistema-ts-page';

const problem = 'Sistema TS non ha assegnato i numeri di ricetta: 91: verificare la ASL del medico';

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as Session);
});
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  vi.unstubAllGlobals();
});

function answer(lots_problem: string): void {
  const access = {
    user: 'u',
    password_saved: true,
    pincode_saved: true,
    second_factor_saved: true,
    second_factor_until: null,
    problem: '',
    certificate_until: null,
    nre_left: 0,
    warning: '',
    password_changed_on: null,
    password_until: null,
    late_arrivals: [],
    lots_problem,
  };
  new FakeServer({
    GetAccess: () => access,
    ListUndecidedWhite: () => ({ recipes: [] }),
    ListDeclarations: () => ({ substitutions: [] }),
  });
}
async function text(tag: string, wanted: string): Promise<string> {
  const element = document.createElement(tag);
  document.body.append(element);
  return vi.waitFor(() => {
    const told = (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ');
    if (!told.includes(wanted)) throw new Error(told);
    return told;
  });
}

it('says on the page why recipes wait, and that no numbers are given', async () => {
  answer(problem);
  const told = await text('curante-sistema-ts', problem);
  expect(told).toContain('restano in attesa e non partono');
  expect(told).toContain('Sistema TS non ne assegna');
  expect(told).not.toContain('Tutto a posto');
});

it('says that all is well where numbers are given', async () => {
  answer('');
  const told = await text('curante-sistema-ts', 'Tutto a posto');
  expect(told).toContain("arrivano da soli all'invio");
  expect(told).not.toContain('non partono');
});

it('says so on every page, with the way there', async () => {
  answer(problem);
  expect(await text('curante-access-banner', problem)).toContain('restano in attesa');
  const banner = document.querySelector('curante-access-banner')?.shadowRoot;
  expect(banner?.querySelector('[data-lots-problem] a')?.getAttribute('href')).toBe('#/sistema-ts');
});
