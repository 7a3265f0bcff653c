// SPDX-License-Identifier: Apache-2.0

const zone = 'Europe/Rome';
const dayFormat = new Intl.DateTimeFormat('it-IT', {
  timeZone: 'UTC',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const longDayFormat = new Intl.DateTimeFormat('it-IT', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const instantFormat = new Intl.DateTimeFormat('it-IT', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const timeFormat = new Intl.DateTimeFormat('it-IT', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
});
const isoDayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const moneyFormat = new Intl.NumberFormat('it-IT', { style: 'currency', currency: 'EUR' });

function moment(text: string | null | undefined): Date | undefined {
  if (!text) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** A civil date of the wire, "1957-03-21", as people here write it. */
export function day(date: string | null | undefined): string {
  const at = moment(date);
  return at ? dayFormat.format(at) : '';
}

export function longDay(date: string): string {
  const at = moment(date);
  return at ? longDayFormat.format(at) : '';
}

/** An instant of the wire as the practice's clock shows it, whatever the computer's time zone. */
export function instant(text: string | null | undefined): string {
  const at = moment(text);
  return at ? instantFormat.format(at).replace(',', '') : '';
}

export function time(text: string | number | Date): string {
  return timeFormat.format(new Date(text));
}

/** Today in Italy, "2026-11-23". */
export function today(now = new Date()): string {
  return isoDayFormat.format(now);
}

export function shiftDay(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

export function euro(cents: number): string {
  return moneyFormat.format(cents / 100);
}

/** Completed years between two civil dates. */
export function age(birth: string, on = today()): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** "09:12" for today's instants, with the date for others. */
export function briefInstant(text: string): string {
  return today(new Date(text)) === today() ? time(text) : instant(text);
}

/** A cause as the server words it, made a sentence of its own. */
export function sentence(text: string): string {
  if (!text) return '';
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}
