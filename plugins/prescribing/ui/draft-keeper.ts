// SPDX-License-Identifier: Apache-2.0
import { draftChanges, drafts, holdAlone } from '@curante/shell';
import { isEmpty, newDraft, type EditDraft } from './draft';
import { blankLine } from './lines';

const kind = 'prescription';

/** A draft kept before an update lacks what the update brought: that is at its default then. */
function complete(kept: EditDraft): EditDraft {
  const lines = kept.lines.map((line) => ({ ...blankLine(), ...line }));
  return { ...newDraft(kept.patient), ...kept, lines };
}

/**
 * Keeps the draft of one patient in this window's storage, so that it outlives a reload and a
 * change of patient, and is found again under that patient only.
 */
export class DraftKeeper {
  private label_ = '';

  constructor(private readonly patient_: string) {}

  /** What lists of unfinished drafts call the patient. */
  name(label: string): void {
    this.label_ = label;
  }

  /** The kept draft, or a new one. `elsewhere`: another window holds the kept one. */
  async load(): Promise<{ draft: EditDraft; kept: boolean; elsewhere: boolean }> {
    const draft = drafts.load<EditDraft>(this.patient_, kind);
    if (!draft || draft.patient !== this.patient_) {
      return { draft: newDraft(this.patient_), kept: false, elsewhere: false };
    }
    if (await holdAlone(draft.id)) return { draft: complete(draft), kept: true, elsewhere: false };
    return { draft: newDraft(this.patient_), kept: false, elsewhere: true };
  }

  save(draft: EditDraft): void {
    if (draft.patient !== this.patient_) throw new Error('a draft was to be kept under another');
    if (isEmpty(draft)) {
      this.forget();
      return;
    }
    void holdAlone(draft.id);
    drafts.save(this.patient_, this.label_, kind, draft);
    draftChanges.value += 1;
  }

  forget(): void {
    drafts.discard(this.patient_, kind);
    draftChanges.value += 1;
  }
}
