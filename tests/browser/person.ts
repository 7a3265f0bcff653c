// SPDX-License-Identifier: Apache-2.0
// People that exist nowhere, with codici fiscali that are right (DM 23 December 1976).

export interface Person {
  last_name: string;
  first_name: string;
  sex: 'F' | 'M';
  birth_date: string;
  fiscal_code: string;
}

const months = 'ABCDEHLMPRST';
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function letters(text: string, keep: (letter: string) => boolean): string[] {
  return [...text.toUpperCase()].filter((c) => c >= 'A' && c <= 'Z' && keep(c));
}

const isVowel = (c: string): boolean => 'AEIOU'.includes(c);

function three(name: string, given: boolean): string {
  const consonants = letters(name, (c) => !isVowel(c));
  if (given && consonants.length > 3) consonants.splice(1, 1);
  return [...consonants, ...letters(name, isVowel), 'X', 'X', 'X'].slice(0, 3).join('');
}

export function checkLetter(first15: string): string {
  let sum = 0;
  [...first15].forEach((c, i) => {
    const value = c >= '0' && c <= '9' ? Number(c) : c.charCodeAt(0) - 65;
    sum += i % 2 === 0 ? (odd[value] ?? 0) : value;
  });
  return String.fromCharCode(65 + (sum % 26));
}

/** Somebody born in Rome on a random day, so that runs of the test do not meet each other. */
export function somebody(last_name: string, first_name: string, sex: 'F' | 'M'): Person {
  const year = 1940 + Math.floor(Math.random() * 50);
  const month = 1 + Math.floor(Math.random() * 12);
  const day = 1 + Math.floor(Math.random() * 28);
  const two = (n: number): string => String(n).padStart(2, '0');
  const start =
    three(last_name, false) +
    three(first_name, true) +
    two(year % 100) +
    months[month - 1] +
    two(sex === 'F' ? day + 40 : day) +
    'H501';
  const birth_date = `${year}-${two(month)}-${two(day)}`;
  return { last_name, first_name, sex, birth_date, fiscal_code: start + checkLetter(start) };
}

/** A random family name that is easy to find. */
export function familyName(start: string): string {
  const syllables = ['BA', 'DE', 'FI', 'GO', 'LU', 'MA', 'NE', 'PI', 'RO', 'TU', 'VA', 'ZE'];
  const pick = (): string => syllables[Math.floor(Math.random() * syllables.length)] ?? '';
  return start + pick() + pick() + pick() + pick();
}
