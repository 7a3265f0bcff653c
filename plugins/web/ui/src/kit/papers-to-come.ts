// SPDX-License-Identifier: Apache-2.0
// Papers that somebody asked for in this window and has not seen yet. Whose paper is forgotten goes without:
// so each stays here, through a reload too, until it was shown or somebody says that it is not wanted.
import { place } from './navigation';
import { openPatient } from './open-patient';
import { session } from './session';
import { Watched } from './signal';

export interface PaperToCome {
  recipe: string;
  patient: string;
  /** The patient's. */
  name: string;
  /** Empty while it is being made. */
  document: string;
  /** It may come up by itself: the place where it was asked for has not been left since. */
  expected: boolean;
}

export const papersToCome = new Watched<readonly PaperToCome[]>([]);

/** Documents that were shown here or in another window: whose paper is known only afterwards was seen already. */
const seen = new Set<string>();

/** Whose list it is. */
let account = '';

/** Said among the windows and tabs of one account: documents that were seen, or that one asks after. */
type Word = { seen: readonly string[] } | { waited: readonly string[] };

/** The other windows and tabs of this account; nobody's once it has signed out. */
let others: BroadcastChannel | undefined;

const keyOf = (of: string): string => `curante-papers-to-come/${of}`;

function put(papers: readonly PaperToCome[]): void {
  // Answered after the session ended: there is nobody to tell.
  if (!account) return;
  if (papers.length > 0) window.sessionStorage.setItem(keyOf(account), JSON.stringify(papers));
  else window.sessionStorage.removeItem(keyOf(account));
  papersToCome.value = papers;
}

function change(recipe: string, more: Partial<PaperToCome>): void {
  put(papersToCome.value.map((one) => (one.recipe === recipe ? { ...one, ...more } : one)));
}

/** Somebody waits for the paper of this recipe. `expected`: where it was asked for is still open. */
export function awaitPaper(paper: Omit<PaperToCome, 'document'>): void {
  const others = papersToCome.value.filter((one) => one.recipe !== paper.recipe);
  put([...others, { ...paper, document: '' }]);
}

/** It is made. */
export function paperIsReady(recipe: string, document: string): void {
  if (seen.has(document)) return forgetPaper(recipe);
  const known = papersToCome.value.find((one) => one.recipe === recipe);
  if (!known || known.document === document) return;
  change(recipe, { document });
  say({ waited: [document] });
}

/** Nobody waits for it any more. */
export function forgetPaper(recipe: string): void {
  put(papersToCome.value.filter((one) => one.recipe !== recipe));
}

/** It comes up by itself at most once, whatever becomes of that. */
export function expectNoLonger(recipe: string): void {
  change(recipe, { expected: false });
}

/** Whoever opened these, by whatever way, has seen them, in whatever window they are told of. */
export function papersSeen(documents: readonly string[]): void {
  note(documents);
  say({ seen: documents });
}

function note(documents: readonly string[]): void {
  for (const one of documents) seen.add(one);
  const left = papersToCome.value.filter((one) => !documents.includes(one.document));
  if (left.length < papersToCome.value.length) put(left);
}

function leavePlace(): void {
  if (!papersToCome.value.some((one) => one.expected)) return;
  put(papersToCome.value.map((one) => ({ ...one, expected: false })));
}

/** Another account's are not shown; who signs out leaves none behind. */
function turn(): void {
  if (session.account === account) return;
  if (!session.account) window.sessionStorage.removeItem(keyOf(account));
  seen.clear();
  account = session.account;
  papersToCome.value = account ? kept(account) : [];
  meetOthers();
}

/** What was seen elsewhere while this window was closed, or loaded anew, it asks after. */
function meetOthers(): void {
  others?.close();
  others = account ? new BroadcastChannel(`curante-papers-seen/${account}`) : undefined;
  if (!others) return;
  others.onmessage = ({ data }: MessageEvent<Word>) => hear(data);
  say({ waited: papersToCome.value.map((one) => one.document).filter((one) => one !== '') });
}

function say(word: Word): void {
  if (Object.values(word).flat().length > 0) others?.postMessage(word);
}

function hear(word: Word): void {
  if ('seen' in word) note(word.seen);
  else say({ seen: word.waited.filter((one) => seen.has(one)) });
}

/** After a reload nobody stands where it was asked for: it is told, and comes up for who asks. */
function kept(of: string): PaperToCome[] {
  try {
    const papers: unknown = JSON.parse(window.sessionStorage.getItem(keyOf(of)) ?? '[]');
    return (papers as PaperToCome[]).map((one) => ({ ...one, expected: false }));
  } catch {
    return [];
  }
}

let page = place.value.page;
place.watch((now) => {
  if (now.page !== page) leavePlace();
  page = now.page;
});
openPatient.watch(leavePlace);
session.watch(turn);
