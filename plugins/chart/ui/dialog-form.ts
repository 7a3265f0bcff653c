// SPDX-License-Identifier: Apache-2.0
import { askToConfirm, CuranteElement, property } from '@curante/shell';
import { t } from './chart-texts';

/** A form in a dialog: what was typed is not lost by a stray Escape. */
export abstract class DialogForm extends CuranteElement {
  /** What the form begins with, to tell whether something was typed. */
  private beginning_ = '';
  @property({ type: Boolean }) open = true;

  protected abstract content(): unknown;

  protected override firstUpdated(): void {
    this.beginning_ = JSON.stringify(this.content());
  }

  protected leave = async (): Promise<void> => {
    if (JSON.stringify(this.content()) !== this.beginning_) {
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

export function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
}

export function checkedOf(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
