// SPDX-License-Identifier: Apache-2.0
import { announce, PatientElement, state } from '@curante/shell';
import { t } from './chart-texts';
import { mayLose } from './dialog-form';

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
    if (!(await mayLose(this.beginning_, this.draft))) return;
    this.dispatchEvent(new CustomEvent('curante-left'));
  };
}
