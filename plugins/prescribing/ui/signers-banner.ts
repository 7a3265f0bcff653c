// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  bannerRowStyles,
  bannerStyles,
  call,
  css,
  CuranteElement,
  customElement,
  doctorName,
  format,
  html,
  LatestOnly,
  resync,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { isInForce } from './signers';

/**
 * Says on every page, so also where a patient is chosen, who signs for whom today: to staff of all
 * doctors, to a doctor where the doctor is one of the two.
 */
@customElement('curante-signers-banner')
export class SignersBanner extends CuranteElement {
  @state() private signers_: prescribing.Signer[] = [];
  @state() private doctors_: accounts.Doctor[] = [];
  private readonly reading_ = new LatestOnly();

  static override styles = [
    CuranteElement.styles,
    bannerStyles,
    bannerRowStyles,
    css`
      .banner {
        background: var(--accent-soft);
        border-color: var(--accent);
      }
      .banner a {
        color: var(--accent);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('signers-changed/1', () => void this.load());
    this.onEvent(resync, () => void this.load());
    this.until(
      session.watch(() => void this.load()),
      () => this.reading_.cancel(),
    );
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div role="status">
      ${this.signers_.map(
        (one) =>
          html`<div class="banner" data-signer=${one.doctor}>
            <span
              >${t('signer-banner', {
                doctor: doctorName(this.doctors_, one.doctor),
                signer: doctorName(this.doctors_, one.signer),
                until: format.day(one.until),
              })}</span
            >
            <a href=${addressOf('firmatari')}>${t('signers-change')}</a>
          </div>`,
      )}
    </div>`;
  }

  private concerns(one: prescribing.Signer): boolean {
    const { account } = session;
    return !session.may('prescription.issue') || one.doctor === account || one.signer === account;
  }

  private async load(): Promise<void> {
    if (!session.may('signers.manage')) {
      this.signers_ = [];
      return;
    }
    try {
      const list = await this.reading_.run((signal) =>
        call('prescribing/1', 'ListSigners', {}, { signal }),
      );
      const signers = list.signers.filter((one) => isInForce(one, list.today) && this.concerns(one));
      if (signers.length > 0) {
        this.doctors_ = (await call('accounts/1', 'ListDoctors', {})).doctors;
      }
      this.signers_ = signers;
    } catch {
      // What cannot be had just now is told where it matters: by the page, and when preparing.
    }
  }
}
