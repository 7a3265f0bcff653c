// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from './api';
import { ApiError } from './api-error';
import { openPatient, PatientClosed, PatientScope } from './open-patient';
import { refusals } from './refusals';
import { session, type Session } from './session';

const maria = '00000000-0000-4000-8000-000000000001';
const mario = '00000000-0000-4000-8000-000000000002';

type Answer = (address: string, init: RequestInit) => Promise<Response>;

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

function serve(answer: Answer) {
  const fetcher = vi.fn(answer);
  vi.stubGlobal('fetch', fetcher);
  return fetcher;
}

beforeEach(() => {
  openPatient.value = '';
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('call', () => {
  it('posts to the contract and says whose chart is open', async () => {
    const fetcher = serve(async () => json(200, { patients: [], more: false }));
    await call('chart/1', 'SearchPatients', { text: 'ros' }, { patient: maria });
    const [address, init] = fetcher.mock.calls[0] ?? [];
    expect(address).toBe('/api/chart/1/SearchPatients');
    expect(init?.body).toBe('{"text":"ros"}');
    expect((init?.headers as Record<string, string>)['X-Curante-Patient']).toBe(maria);
  });

  it('tells who watches for a refusal, by its code', async () => {
    serve(async () => json(422, { code: 'clock-behind', message: 'indietro' }));
    const told = vi.fn();
    const end = refusals.on('clock-behind', told);
    await expect(call('clock/1', 'Now', {})).rejects.toBeInstanceOf(ApiError);
    expect(told).toHaveBeenCalledTimes(1);
    end();
    await expect(call('clock/1', 'Now', {})).rejects.toBeInstanceOf(ApiError);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('says who is signed in as far as this window knows', async () => {
    session.begin({ account: 'doctor', permissions: [] as string[] } as Session);
    const fetcher = serve(async () => json(200, {}));
    await call('chart/1', 'SearchPatients', { text: 'ros' });
    const [, init] = fetcher.mock.calls[0] ?? [];
    expect((init?.headers as Record<string, string>)['X-Curante-Account']).toBe('doctor');
  });

  it('turns a refusal into message and remedy', async () => {
    serve(async () => json(409, { code: 'record-changed', message: 'M', remedy: 'R' }));
    const error = await call('chart/1', 'SavePatient', {}).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'record-changed', message: 'M', remedy: 'R' });
    expect((error as ApiError).outcomeUnknown).toBe(false);
  });

  it.each([
    ['no answer', () => Promise.reject(new TypeError('network'))],
    ['a proxy page', async () => new Response('<html>', { status: 502 })],
    ['a cut reply', async () => new Response('{"id":', { status: 200 })],
    ['an inner error', async () => json(500, { code: 'internal-error', message: 'x', remedy: '' })],
  ] as [string, Answer][])('leaves the outcome unknown after %s', async (_, answer) => {
    serve(answer);
    const error = await call('prescribing/1', 'Issue', {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).outcomeUnknown).toBe(true);
  });

  it('keeps the screen when the session has ended', async () => {
    session.begin({ account: 'a', permissions: [] as string[] } as Session);
    serve(async () => json(401, { code: 'session-expired', message: 'x', remedy: '' }));
    await expect(call('accounts/1', 'WhoAmI', {})).rejects.toThrow();
    expect(session.value.expired).toBe(true);
    expect(session.account).toBe('a');
  });

  it('does not end the session over a wrong present password', async () => {
    session.begin({ account: 'a', permissions: [] as string[] } as Session);
    serve(async () => json(401, { code: 'credentials-wrong', message: 'x', remedy: '' }));
    await expect(call('accounts/1', 'ChangePassword', {})).rejects.toThrow();
    expect(session.value.expired).toBe(false);
  });
});

describe('PatientScope', () => {
  it('drops an answer that comes after the window turned to another patient', async () => {
    openPatient.value = maria;
    const scope = new PatientScope(maria);
    serve(async () => {
      openPatient.value = mario;
      return json(200, { patient: { id: maria } });
    });
    const read = scope.read('chart/1', 'GetChart', { patient: maria });
    await expect(read).rejects.toBeInstanceOf(PatientClosed);
  });

  it('aborts what is under way when the patient is closed', async () => {
    openPatient.value = maria;
    const scope = new PatientScope(maria);
    const fetcher = serve(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () =>
            reject(new DOMException('aborted', 'AbortError')),
          );
        }),
    );
    const read = scope.read('chart/1', 'GetChart', { patient: maria });
    openPatient.value = '';
    await expect(read).rejects.toBeInstanceOf(PatientClosed);
    expect(fetcher).toHaveBeenCalledOnce();
  });

  it('stays closed when the same patient is opened again', async () => {
    openPatient.value = maria;
    const scope = new PatientScope(maria);
    openPatient.value = mario;
    openPatient.value = maria;
    const fetcher = serve(async () => json(200, {}));
    await expect(scope.write('prescribing/1', 'Issue', {})).rejects.toBeInstanceOf(PatientClosed);
    expect(fetcher).not.toHaveBeenCalled();
  });

  it('lets a write end, so that its outcome is known', async () => {
    openPatient.value = maria;
    const scope = new PatientScope(maria);
    serve(async (_, init) => {
      openPatient.value = mario;
      expect(init.signal ?? null).toBeNull();
      return json(200, { id: 'p' });
    });
    await expect(scope.write('prescribing/1', 'Issue', {})).resolves.toMatchObject({ id: 'p' });
    expect(scope.isOpen).toBe(false);
  });
});
