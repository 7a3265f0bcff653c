// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  customElement,
  format,
  html,
  nothing,
  property,
  session,
  type TemplateResult,
} from '@curante/shell';
import './red-settle-form';
import { RedTable } from './red-table';
import { t } from './red-texts';
import { toneOfSending, type SentFile } from './red-words';

/** Files that were sent. Sends `curante-protocol` with the one whose recipes are wanted. */
@customElement('curante-red-files')
export class RedFilesTable extends RedTable<SentFile> {
  @property({ attribute: false }) files: SentFile[] = [];

  protected override readonly head = [
    'sent-at',
    'state',
    'protocol',
    'content',
    'answer',
    'actions',
  ] as const;

  protected override rows(): readonly SentFile[] {
    return this.files;
  }

  protected override keyOf(file: SentFile): string {
    return file.file_name;
  }

  protected override renderRow(file: SentFile): TemplateResult {
    const counts = [
      file.recipes ? t('content-recipes', { count: file.recipes }) : '',
      file.cancellations ? t('content-cancellations', { count: file.cancellations }) : '',
    ].filter(Boolean);
    return html`<tr data-file=${file.file_name} data-outcome=${file.outcome}>
      <td class="number">${format.briefInstant(file.made)}</td>
      <td>
        <curante-chip tone=${toneOfSending(file.sending)}>${t(`sending-${file.sending}`)}</curante-chip>
        ${file.problem ? html`<div class="soft">${file.problem}</div>` : nothing}
      </td>
      <td class="mono">${file.protocol || '–'}</td>
      <td>${counts.join(', ')}</td>
      <td>${this.renderOutcome(file)}</td>
      <td><div class="actions">${this.renderActions(file)}</div></td>
    </tr>`;
  }

  private renderActions(file: SentFile): TemplateResult {
    return html`${file.protocol
      ? html`<button
          class="small"
          aria-label=${t('show-recipes-of', { protocol: file.protocol })}
          @click=${() =>
            this.dispatchEvent(new CustomEvent('curante-protocol', { detail: file.protocol }))}
        >
          ${t('show-recipes')}
        </button>`
      : nothing}
    ${file.sending === 'attention' && !file.to_find
      ? html`<a class="button small" href=${addressOf('sistema-ts')}>${t('to-access')}</a>`
      : nothing}
    ${file.to_find && session.may('prescription.issue')
      ? html`<button
          class="small"
          aria-label=${t('settle-of', { name: file.file_name })}
          @click=${() => this.open(file)}
        >
          ${t('settle')}
        </button>`
      : nothing}`;
  }

  protected override renderOpen(file: SentFile): TemplateResult {
    return html`<curante-red-settle-form
      .file=${file}
      @curante-left=${this.left}
    ></curante-red-settle-form>`;
  }
}
