// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { chart, messages } from '@curante/contracts';
import { textOf, tick } from './inputs';
import { t } from './prescribing-texts';

/**
 * Where the patient can be reached, and their wish for attachments without a password. Sends
 * `curante-close` at the end.
 */
@customElement('curante-contact-form')
export class ContactForm extends CuranteElement {
  @property({ attribute: false }) patient = '';
  @state() private record_: chart.Patient | undefined;
  @state() private phone_ = '';
  @state() private email_ = '';
  @state() private plain_ = false;
  @state() private plain_allowed_ = false;
  /** What is typed before the record has come would be lost when it does. */
  @state() private loading_ = true;
  private was_plain_ = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    return html`<curante-modal heading=${t('contacts-heading')} @curante-close=${this.close}>
      <form class="stack" @submit=${this.save}>
        <p>${t('contacts-text')}</p>
        <div class="field">
          <label for="phone">${t('contacts-phone')}</label>
          <input
            id="phone"
            type="tel"
            autocomplete="off"
            ?disabled=${this.loading_}
            .value=${this.phone_}
            @input=${(event: Event) => (this.phone_ = textOf(event))}
          />
        </div>
        <div class="field">
          <label for="email">${t('contacts-email')}</label>
          <input
            id="email"
            type="email"
            autocomplete="off"
            ?disabled=${this.loading_}
            .value=${this.email_}
            @input=${(event: Event) => (this.email_ = textOf(event))}
          />
        </div>
        ${this.plain_allowed_
          ? tick({
              text: t('contacts-plain'),
              on: this.plain_,
              disabled: this.busy,
              turn: (on) => (this.plain_ = on),
            })
          : nothing}
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" @click=${this.close}>${t('contacts-cancel')}</button>
          <button class="primary" data-save ?disabled=${this.busy || this.loading_ || !this.record_}>
            ${t('contacts-save')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private async load(): Promise<void> {
    const { patient } = this;
    const options = { patient };
    this.record_ = await this.attempt(() => call('chart/1', 'GetPatient', { patient }, options));
    this.phone_ = this.record_?.phone ?? '';
    this.email_ = this.record_?.email ?? '';
    // Without messages there is still an address to keep.
    const channels = await call('messages/1', 'GetChannels', {}).catch(() => undefined);
    if (channels?.plain_allowed) await this.loadWish();
    this.loading_ = false;
    await this.updateComplete;
    this.find<HTMLInputElement>('#phone')?.focus();
  }

  private async loadWish(): Promise<void> {
    const { patient } = this;
    const book: messages.AddressBook | undefined = await this.attempt(() =>
      call('messages/1', 'GetAddresses', { patient }, { patient }),
    );
    if (!book) return; // an empty tick would say that they do not wish it
    this.was_plain_ = this.plain_ = Boolean(book.plain);
    this.plain_allowed_ = true;
  }

  private save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const record = this.record_;
    if (!record) return;
    const saved = await this.act(async () => {
      await this.store(record);
      return true;
    });
    if (!saved) return;
    announce(t('contacts-saved'));
    this.close();
  };

  private async store(record: chart.Patient): Promise<void> {
    const { patient } = this;
    const phone = this.phone_.trim();
    const email = this.email_.trim();
    if (phone !== record.phone || email !== record.email) {
      // Name and codice fiscale stay as they were accepted once: nothing new is to be confirmed.
      const request = { patient: { ...record, phone, email }, confirmed: true };
      this.record_ = await call('chart/1', 'SavePatient', request, { patient });
    }
    if (this.plain_ !== this.was_plain_) {
      await call('messages/1', 'RecordPlainWish', { patient, plain: this.plain_ }, { patient });
    }
  }

  private close = (): void => {
    this.dispatchEvent(new CustomEvent('curante-close'));
  };
}
