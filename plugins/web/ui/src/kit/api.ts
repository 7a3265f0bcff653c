// SPDX-License-Identifier: Apache-2.0
import type { Calls } from '@curante/contracts';
import { ApiError } from './api-error';
import { refusals } from './refusals';
import { serverHealth } from './server-health';
import { session } from './session';
import { station } from './station';

/** A request as one writes it: what is left out keeps its default. */
export type Input<T> = T extends (infer E)[]
  ? Input<E>[]
  : T extends object
    ? { [K in keyof T]?: Input<T[K]> }
    : T;

export type ContractId = keyof Calls;
export type CallName<C extends ContractId> = keyof Calls[C] & string;
export type Request<C extends ContractId, N extends CallName<C>> = Input<
  Calls[C][N] extends { request: infer R } ? R : never
>;
export type Reply<C extends ContractId, N extends CallName<C>> = Calls[C][N] extends {
  reply: infer R;
}
  ? R
  : never;

export interface CallOptions {
  signal?: AbortSignal;
  /** The patient whose chart this window shows: the server refuses writes for another. */
  patient?: string;
}

function headers(options: CallOptions): Record<string, string> {
  const told: Record<string, string> = { 'X-Curante-Station': station() };
  if (options.patient) told['X-Curante-Patient'] = options.patient;
  // Another window of this browser may have signed somebody else in: the server refuses then.
  if (session.account) told['X-Curante-Account'] = session.account;
  return told;
}

async function send(address: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    serverHealth.failed();
    throw ApiError.unreachable();
  }
  serverHealth.answered();
  if (!answer.ok) throw await failure(answer);
  return answer;
}

async function failure(answer: Response): Promise<ApiError> {
  const told = (await answer.json().catch(() => undefined)) as Partial<ApiError> | undefined;
  if (!told?.code || !told.message) return ApiError.unreadable(answer.status);
  if (told.code === 'session-expired' || told.code === 'not-signed-in') session.expire();
  refusals.tell(told.code);
  return new ApiError(told.code, told.message, told.remedy ?? '', answer.status, told.trace ?? '');
}

/** Makes one call of a contract through the REST face. Throws ApiError. */
export async function call<C extends ContractId, N extends CallName<C>>(
  contract: C,
  name: N,
  request: Request<C, N>,
  options: CallOptions = {},
): Promise<Reply<C, N>> {
  const answer = await send(`/api/${contract}/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers(options) },
    body: JSON.stringify(request),
    signal: options.signal ?? null,
  });
  try {
    return (await answer.json()) as Reply<C, N>;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw ApiError.unreadable(answer.status);
  }
}

/** Reads JSON that the web face itself serves, e.g. /api/shell. */
export async function readJson<T>(address: string): Promise<T> {
  return (await (await send(address, {})).json()) as T;
}

/** Reads the octets of a call that replies with a file. */
export async function readFile(
  path: string,
  members: Record<string, string>,
  options: CallOptions = {},
): Promise<Blob> {
  const address = `/files/${path}?${new URLSearchParams(members)}`;
  const answer = await send(address, { headers: headers(options), signal: options.signal ?? null });
  return answer.blob();
}
