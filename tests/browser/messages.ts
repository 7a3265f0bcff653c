// SPDX-License-Identifier: Apache-2.0
// What the practice's mail server and SMS gateway were given, and what they are told to do.

const admin = process.env['CURANTE_MESSAGES_ADMIN'] ?? '';

export async function provider<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${admin}${path}`, {
    method,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return (await answer.json()) as T;
}

export interface Sms {
  to: string;
  text: string;
}
/** `number`: as in a chart, without the country. */
export async function smsOf(number: string): Promise<Sms[]> {
  const all = await provider<Sms[]>('GET', '/sms');
  return all.filter((one) => one.to === `+39${number}`);
}

export interface Mail {
  to: string;
  text: string;
  attachments: { name: string }[];
}
export async function mailOf(address: string): Promise<Mail[]> {
  const all = await provider<Mail[]>('GET', '/mail');
  return all.filter((one) => one.to === address);
}

/** A mobile number that nobody else has. */
export function someMobile(): string {
  return `333${String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')}`;
}
