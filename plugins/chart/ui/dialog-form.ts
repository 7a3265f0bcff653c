// SPDX-License-Identifier: Apache-2.0
import { askToConfirm, CuranteElement, property, type PropertyValues } from '@curante/shell';
import { t } from './chart-texts';

/** A form in a dialog: what was typed is not lost by a stray Escape. */
export abstract class DialogForm extends CuranteElement {
  /** What the form begins with, to tell whether something was typed. */
  private beginning_ = '';
  @property({ type: Boolean }) open = true;

  protected abstract content(): unknown;

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.begin();
  }

  /** What the form holds now is what it begins with. */
  protected begin(): void {
    this.beginning_ = JSON.stringify(this.content());
  }

  protected get changed(): boolean {
    return JSON.stringify(this.content()) !== this.beginning_;
  }

  protected leave = async (): Promise<void> => {
    if (!(await mayLose(this.beginning_, this.content()))) return;
    this.dispatchEvent(new CustomEvent('curante-left'));
  };
}

/** Asks before what was typed since the beginning is lost. */
export async function mayLose(beginning: string, content: unknown): Promise<boolean> {
  if (JSON.stringify(content) === beginning) return true;
  return askToConfirm({
    heading: t('discard-heading'),
    text: t('discard-text'),
    confirm: t('discard-confirm'),
    danger: true,
  });
}

export function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
}

export function checkedOf(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
