// SPDX-License-Identifier: Apache-2.0

/** What is kept of a draft. The patient is inside too, and is checked when it is read back. */
interface StoredDraft {
  account: string;
  patient: string;
  label: string;
  kind: string;
  content: unknown;
}

export interface PendingDraft {
  patient: string;
  label: string;
  kind: string;
}

const prefix = 'curante.draft.';

/**
 * Drafts of this window, one for each user, patient and kind ("prescription", "contact").
 *
 * A draft is found only under the patient it was begun for. Kept in the window's session storage:
 * it outlives a reload and a change of patient, and ends with the window or at sign-out.
 */
export class DraftStore {
  constructor(
    private readonly storage_: Storage,
    private readonly account_: () => string,
  ) {}

  load<T>(patient: string, kind: string): T | undefined {
    const stored = this.parse(this.storage_.getItem(this.key(patient, kind)));
    if (!stored || stored.patient !== patient || stored.kind !== kind) return undefined;
    if (stored.account !== this.account_()) return undefined;
    return stored.content as T;
  }

  /** `label` is what a list of unfinished drafts calls the patient. */
  save(patient: string, label: string, kind: string, content: unknown): void {
    const stored: StoredDraft = { account: this.account_(), patient, label, kind, content };
    this.storage_.setItem(this.key(patient, kind), JSON.stringify(stored));
  }

  discard(patient: string, kind: string): void {
    this.storage_.removeItem(this.key(patient, kind));
  }

  /** The unfinished drafts of the present user. */
  pending(): PendingDraft[] {
    const found: PendingDraft[] = [];
    for (const key of this.keys()) {
      const stored = this.parse(this.storage_.getItem(key));
      if (stored?.account !== this.account_()) continue;
      found.push({ patient: stored.patient, label: stored.label, kind: stored.kind });
    }
    return found.sort((a, b) => a.label.localeCompare(b.label));
  }

  /** Forgets the drafts of every user. */
  clear(): void {
    for (const key of this.keys()) this.storage_.removeItem(key);
  }

  private key(patient: string, kind: string): string {
    if (!patient) throw new Error('a draft needs a patient');
    return `${prefix}${this.account_()}.${patient}.${kind}`;
  }

  private keys(): string[] {
    const found: string[] = [];
    for (let at = 0; at < this.storage_.length; ++at) {
      const key = this.storage_.key(at);
      if (key?.startsWith(prefix)) found.push(key);
    }
    return found;
  }

  private parse(text: string | null): StoredDraft | undefined {
    if (!text) return undefined;
    try {
      return JSON.parse(text) as StoredDraft;
    } catch {
      return undefined;
    }
  }
}
