// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  rememberFocus,
  repeat,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import './red-settle-form';
import { t } from './red-texts';
import { toneOfOutcome, toneOfSending, type SentFile } from './red-words';

/** Files that were sent. Sends `curante-protocol` with the one whose recipes are wanted. */
@customElement('curante-red-files')
export class RedFilesTable extends CuranteElement {
  @property({ attribute: false }) files: SentFile[] = [];
  @property() caption = '';
  @state() private settling_: SentFile | undefined;
  private restore_focus_ = (): void => undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
      }
    `,
  ];

  override render(): TemplateResult {
    const head = ['sent-at', 'state', 'protocol', 'content', 'answer', 'actions'] as const;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.caption}>
        <table>
          <caption class="visually-hidden">
            ${this.caption}
          </caption>
          <thead>
            <tr>
              ${head.map((name) => html`<th scope="col">${t(name)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${repeat(
              this.files,
              (file) => file.file_name,
              (file) => this.renderRow(file),
            )}
          </tbody>
        </table>
      </div>
      ${this.settling_
        ? html`<curante-red-settle-form
            .file=${this.settling_}
            @curante-left=${this.settled}
          ></curante-red-settle-form>`
        : nothing}`;
  }

  private renderRow(file: SentFile): TemplateResult {
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
      <td>
        ${file.outcome_text
          ? html`<curante-chip tone=${toneOfOutcome(file.outcome)}>${file.outcome_text}</curante-chip>`
          : html`<span class="soft">${t('no-answer')}</span>`}
      </td>
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
    ${file.sending === 'attention' && session.may('prescription.issue')
      ? html`<button
          class="small"
          aria-label=${t('settle-of', { name: file.file_name })}
          @click=${() => this.settle(file)}
        >
          ${t('settle')}
        </button>`
      : nothing}`;
  }

  private settle(file: SentFile): void {
    this.restore_focus_ = rememberFocus();
    this.settling_ = file;
  }

  private settled = (): void => {
    this.settling_ = undefined;
    this.restore_focus_();
    this.dispatchEvent(new CustomEvent('curante-changed'));
  };
}
