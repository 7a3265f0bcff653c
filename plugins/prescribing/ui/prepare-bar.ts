// SPDX-License-Identifier: Apache-2.0
import {
  call,
  css,
  customElement,
  doctorName,
  format,
  fullName,
  html,
  nothing,
  property,
  resync,
  state,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, prescribing } from '@curante/contracts';
import type { Handover } from './draft';
import { DraftBar } from './draft-bar';
import { picker, textOf } from './inputs';
import { t } from './prescribing-texts';
import { signerOf } from './signers';

/**
 * What staff can do with the draft: hand it to a doctor, with a word. Sends `curante-handover` with
 * what was chosen, `curante-prepare`, `curante-discard`.
 */
@customElement('curante-prepare-bar')
export class PrepareBar extends DraftBar {
  @property({ attribute: false }) handover: Handover = { doctor: '', note: '', by: '' };
  /** Account of the patient's own doctor. */
  @property() holder = '';
  @state() private doctors_: accounts.Doctor[] = [];
  @state() private signers_: prescribing.SignerList | undefined;

  static override styles = [
    DraftBar.styles,
    css`
      .fields {
        display: grid;
        grid-template-columns: minmax(10rem, 1fr) minmax(0, 2fr);
        gap: 0.3rem 0.7rem;
        margin-bottom: 0.4rem;
      }
      .signer {
        grid-column: 1 / -1;
      }
      .fields.alone {
        grid-template-columns: minmax(0, 1fr);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('signers-changed/1', () => void this.loadSigners());
    this.onEvent(resync, () => void this.loadSigners());
    void this.attempt(async () => {
      this.doctors_ = (await call('accounts/1', 'ListDoctors', {})).doctors;
    });
    void this.loadSigners();
  }

  private async loadSigners(): Promise<void> {
    const list = await this.attempt(() => call('prescribing/1', 'ListSigners', {}));
    if (list) this.signers_ = list;
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Where the patient's own doctor is none of ours, the only one there is it.
    const only = this.doctors_.length === 1 ? this.doctors_[0]?.account : undefined;
    const own = this.doctors_.some((one) => one.account === this.holder);
    if (only && changed.size > 0 && !own && !this.handover.doctor) {
      void this.updateComplete.then(() => this.tell({ doctor: only }));
    }
  }

  override render(): TemplateResult {
    const rests = this.sending || this.unknown;
    const send = (name: string) => () => this.dispatchEvent(new CustomEvent(name));
    const several = this.doctors_.length > 1;
    return html`${this.renderProblem()}
      <div class="fields ${several ? '' : 'alone'}">
        ${several ? this.renderDoctors(rests) : nothing}
        <div class="field">
          <label for="note">${t('prepare-note')}</label>
          <input
            id="note"
            autocomplete="off"
            maxlength="300"
            .value=${this.handover.note}
            ?disabled=${rests}
            @input=${(event: Event) => this.tell({ note: textOf(event) })}
          />
        </div>
        ${several ? this.renderSigner() : nothing}
      </div>
      <div class="row">
        <button ?disabled=${rests} @click=${send('curante-discard')}>${t('discard')}</button>
        <span class="push">${this.renderVerdict()}</span>
        <button
          class="primary"
          data-prepare
          ?disabled=${this.sending}
          @click=${send('curante-prepare')}
        >
          ${this.sending ? t('preparing') : this.unknown ? t('prepare-again') : t('prepare')}
          <kbd aria-hidden="true">Alt+I</kbd>
        </button>
      </div>`;
  }

  private renderDoctors(rests: boolean): TemplateResult {
    const known = this.doctors_.some((one) => one.account === this.holder);
    const signer = known ? signerOf(this.signers_, this.holder) : undefined;
    const chosen = this.handover.doctor || (known && !signer ? this.holder : '');
    const nobody = chosen === '' && !signer;
    const holder = doctorName(this.doctors_, this.holder);
    const instead = signer ? doctorName(this.doctors_, signer.signer) : '';
    return html`<div class="field">
      ${picker({
        id: 'doctor',
        name: t('prepare-doctor'),
        disabled: rests,
        value: chosen,
        choices: [
          ...(nobody ? [{ value: '', text: '' }] : []),
          ...(signer
            ? [{ value: '', text: t('prepare-signer', { signer: instead, doctor: holder }) }]
            : []),
          ...this.doctors_.map((one) => {
            const name = fullName(one);
            const absent = signer && one.account === this.holder;
            return { value: one.account, text: absent ? t('prepare-absent', { doctor: name }) : name };
          }),
        ],
        // The patient's own doctor is nobody's choice while present: whoever signs later may take it.
        pick: (doctor) => this.tell({ doctor: doctor === this.holder && !signer ? '' : doctor }),
      })}
    </div>`;
  }

  /** In full, across the bar: the list shows the beginning of it only. */
  private renderSigner(): TemplateResult | typeof nothing {
    const signer = signerOf(this.signers_, this.holder);
    if (!signer || this.handover.doctor) return nothing;
    return html`<div class="soft signer" data-signer>
      ${t('prepare-signer-hint', {
        doctor: doctorName(this.doctors_, this.holder),
        signer: doctorName(this.doctors_, signer.signer),
        until: format.day(signer.until),
      })}
    </div>`;
  }

  private tell(change: Partial<Handover>): void {
    const detail: Handover = { ...this.handover, ...change };
    this.dispatchEvent(new CustomEvent('curante-handover', { detail }));
  }

  private renderVerdict(): TemplateResult {
    if (this.stale) return html`<span class="soft">${t('rules-checking')}</span>`;
    const blocks = this.count('block');
    const warnings = this.count('confirm');
    const chip = (tone: 'red' | 'amber', key: 'prepare-blocks' | 'prepare-warnings', many: number) =>
      html`<curante-chip tone=${tone}
        >${many === 1 ? t(`${key}-one`) : t(key, { count: many })}</curante-chip
      >`;
    if (blocks > 0) return chip('red', 'prepare-blocks', blocks);
    if (warnings > 0) return chip('amber', 'prepare-warnings', warnings);
    return html`<span class="soft">${t('prepare-hint')}</span>`;
  }
}
