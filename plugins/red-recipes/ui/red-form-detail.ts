// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  session,
  showDocument,
  type TemplateResult,
} from '@curante/shell';
import { t } from './red-texts';
import {
  answersOf,
  canCancel,
  canReprint,
  canSendAgain,
  toneOfForm,
  type Answer,
  type Form,
} from './red-words';

/** One red recipe: whose it is, what became of it, and what can be done. Sends `curante-left`. */
@customElement('curante-red-detail')
export class RedFormDetail extends CuranteElement {
  @property({ attribute: false }) form!: Form;

  static override styles = [
    CuranteElement.styles,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.25rem 1rem;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  override render(): TemplateResult {
    const form = this.form;
    const heading = t('detail-heading', { code: form.code });
    return html`<curante-modal heading=${heading} @curante-close=${this.leave}>
      <div class="stack">
        <dl>
          ${this.renderFact('printed', format.instant(form.printed))}
          ${this.renderFact('patient', form.patient_name)}
          ${this.renderFact('fiscal-code', form.fiscal_code)}
          <dt>${t('state')}</dt>
          <dd>
            <curante-chip tone=${toneOfForm(form)}>${t(`state-${form.state}`)}</curante-chip>
            ${form.spoilt ? html`<curante-chip tone="grey">${t('spoilt')}</curante-chip>` : nothing}
            ${form.problem}
          </dd>
          ${this.renderFact('printer', form.printer)} ${this.renderFact('file-name', form.file_name)}
          ${this.renderFact('protocol', form.protocol)}
          ${this.renderFact('answer', form.outcome_text || t('no-answer'))}
          <dt>${t('remarks')}</dt>
          <dd>
            ${form.remarks.length === 0
              ? t('no-remarks')
              : form.remarks.map((one) => html`<div>${one.text} <span class="mono">(${one.code})</span></div>`)}
          </dd>
          ${this.renderFinding(form)}
        </dl>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">${this.renderActions(form)}</div>
      </div>
    </curante-modal>`;
  }

  private renderFact(
    name: 'printed' | 'patient' | 'fiscal-code' | 'printer' | 'file-name' | 'protocol' | 'answer',
    value: string,
  ): TemplateResult {
    return html`<dt>${t(name)}</dt>
      <dd>${value || '–'}</dd>`;
  }

  private renderFinding({ finding }: Form): TemplateResult | typeof nothing {
    if (!finding) return nothing;
    const words = { at: format.instant(finding.at), name: finding.by_name };
    return html`<dt>${t('finding')}</dt>
      <dd data-finding>${t(finding.there ? 'found-there' : 'found-absent', words)}</dd>`;
  }

  private renderActions(form: Form): TemplateResult {
    const may = session.may('prescription.issue');
    const button = (text: string, run: () => void, danger = false): TemplateResult =>
      html`<button class=${danger ? 'danger' : ''} ?disabled=${this.busy} @click=${run}>${text}</button>`;
    return html`${form.document
      ? button(t('show-form'), () => {
          const heading = t('detail-heading', { code: form.code });
          void showDocument(form.document, form.patient, heading);
        })
      : nothing}
    ${may && form.state === 'unconfirmed' ? button(t('confirm-form'), () => void this.confirm()) : nothing}
    ${may
      ? answersOf(form).map((answer) => button(t(answer), () => void this.settle(answer), answer !== 'there'))
      : nothing}
    ${may && canSendAgain(form) ? button(t('send-again'), () => void this.sendAgain()) : nothing}
    ${may && canReprint(form) ? button(t('reprint'), () => void this.reprint()) : nothing}
    ${may && canCancel(form)
      ? button(t(form.state === 'not_cancelled' ? 'cancel-again' : 'cancel-form'), () => void this.cancel(), true)
      : nothing}`;
  }

  private async confirm(): Promise<void> {
    const done = await this.act(() => call('red-recipes/1', 'Confirm', { recipe: this.form.recipe }));
    if (done) this.done(t('confirmed'));
  }

  private async sendAgain(): Promise<void> {
    const { recipe, code } = this.form;
    const done = await this.act(() => call('red-recipes/1', 'SendAgain', { recipe, code }));
    if (done) this.done(t('sent-again'));
  }

  private async settle(answer: Answer): Promise<void> {
    const { recipe, code, patient_name: name } = this.form;
    const sure = await askToConfirm({
      heading: t(`${answer}-heading`),
      text: t(`${answer}-text`, { name, code }),
      confirm: t(answer),
      decline: t('look-decline'),
      danger: answer !== 'there',
    });
    if (!sure) return;
    const there = answer === 'there';
    const done = await this.act(() => call('red-recipes/1', 'SettleForm', { recipe, code, there }));
    if (done) this.done(t(`${answer}-done`));
  }

  private async reprint(): Promise<void> {
    const { recipe, code, patient } = this.form;
    const sure = await askToConfirm({
      heading: t('reprint-heading'),
      text: t('reprint-text', { code }),
      confirm: t('reprint-confirm'),
      decline: t('reprint-decline'),
    });
    if (!sure) return;
    const done = await this.act(() =>
      call('red-recipes/1', 'Reprint', { recipe, spoilt_code: code }),
    );
    if (!done) return;
    this.done(t('reprinted', { code: done.code }));
    void showDocument(done.document, patient, t('detail-heading', { code: done.code }));
  }

  private async cancel(): Promise<void> {
    const { recipe, code, patient_name, spoilt, state } = this.form;
    const again = state === 'not_cancelled';
    const sure = await askToConfirm({
      heading: t(again ? 'cancel-again-heading' : 'cancel-heading'),
      text: t(spoilt ? 'cancel-spoilt-text' : 'cancel-text', { name: patient_name, code }),
      confirm: t(again ? 'cancel-again' : 'cancel-confirm'),
      decline: t('cancel-decline'),
      danger: true,
    });
    if (!sure) return;
    const done = await this.act(() => call('red-recipes/1', 'Cancel', { recipe, code }));
    if (!done) return;
    // It may have failed already, e.g. for want of a password.
    const failed = done.state === 'not_cancelled';
    this.done(failed ? done.problem || t('state-not_cancelled') : t('cancelled'));
  }

  private done(text: string): void {
    announce(text);
    this.leave();
  }

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent('curante-left'));
  };
}
