// SPDX-License-Identifier: Apache-2.0
import { announce, askToConfirm, PatientElement, state } from '@curante/shell';
import { t } from './chart-texts';

/** A dialog that edits one record of the patient's chart. */
export abstract class RecordForm<R extends object> extends PatientElement {
  @state() protected draft!: R;
  private beginning_ = '';

  /** The record to begin with: a copy of the one to edit, or a new one of this patient. */
  protected abstract begin(): R;
  protected abstract save(draft: R): Promise<unknown>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.draft = this.begin();
    this.beginning_ = JSON.stringify(this.draft);
  }

  protected set(patch: Partial<R>): void {
    this.draft = { ...this.draft, ...patch };
  }

  protected submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const saved = await this.act(() => this.save(this.draft));
    if (!saved || !this.isConnected) return;
    announce(t('saved'));
    this.dispatchEvent(new CustomEvent('curante-saved'));
  };

  protected leave = async (): Promise<void> => {
    if (JSON.stringify(this.draft) !== this.beginning_) {
      const sure = await askToConfirm({
        heading: t('discard-heading'),
        text: t('discard-text'),
        confirm: t('discard-confirm'),
        danger: true,
      });
      if (!sure) return;
    }
    this.dispatchEvent(new CustomEvent('curante-left'));
  };
}
