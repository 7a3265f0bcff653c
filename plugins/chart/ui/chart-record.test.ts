// SPDX-License-Identifier: Apache-2.0
import { openPatient, resync, liveEvents } from '@curante/shell';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import { PatientHeader } from './patient-header';

const maria = '00000000-0000-4000-8000-000000000001';
const chartWith = (...allergies: string[]): unknown => ({
  patient: {
    id: maria,
    last_name: 'ROSSI',
    first_name: 'MARIA',
    birth_date: '1950-01-01',
    sex: 'F',
    exemptions: [],
    address: {},
  },
  allergies: allergies.map((substance) => ({ id: substance, substance, reaction: '' })),
  problems: [],
  therapies: [],
  contacts: [],
});

beforeEach(() => (openPatient.value = maria));
afterEach(() => {
  document.body.replaceChildren();
  openPatient.value = '';
  vi.unstubAllGlobals();
});

it('does not lose an allergy to an older answer that comes late', async () => {
  const server = new FakeServer();
  const header = Object.assign(new PatientHeader(), { patient: maria });
  document.body.append(header);
  await server.held('GetChart');
  // Somebody notes an allergy: the chart is looked at again.
  (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(resync, 'null');
  const [older, newer] = await server.held('GetChart', 2);
  newer?.answer(chartWith('Penicilline'));
  await quiet();
  older?.answer(chartWith());
  await quiet();
  expect(header.shadowRoot?.querySelector('[data-allergies]')?.textContent).toContain('Penicilline');
});
