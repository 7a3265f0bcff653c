// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  ApiError,
  call,
  css,
  customElement,
  fullName,
  html,
  nothing,
  property,
  session,
  state,
  type Choices,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, chart, terminology } from '@curante/contracts';
import { t } from './chart-texts';
import { checkedOf, DialogForm, valueOf } from './dialog-form';

type Draft = chart.Patient;

function blank(): Draft {
  return {
    id: crypto.randomUUID(),
    doctor: '',
    fiscal_code: '',
    last_name: '',
    first_name: '',
    sex: 'F',
    birth_date: '',
    birth_place: '',
    address: { street: '', postal_code: '', municipality: '', province: '' },
    region_code: '',
    asl_code: '',
    phone: '',
    email: '',
    exemptions: [],
    notes: '',
    revoked_on: null,
    version: 0,
  };
}

async function findPlaces(text: string, signal: AbortSignal): Promise<Choices> {
  const request = { text, limit: 12 };
  const found = await call('terminology/1', 'SearchMunicipalities', request, { signal });
  return {
    more: found.more,
    choices: found.municipalities.map((one) => ({
      value: one,
      label: `${one.name} (${one.province})`,
    })),
  };
}

async function findExemptions(text: string, signal: AbortSignal): Promise<Choices> {
  const request = { system: 'exemption' as const, text, limit: 12 };
  const found = await call('terminology/1', 'Search', request, { signal });
  return {
    more: found.more,
    choices: found.concepts.map((one) => ({ value: one, label: `${one.code} ${one.text}` })),
  };
}

/** Registers or edits a patient. The codice fiscale is checked by the chart room. */
@customElement('curante-patient-form')
export class PatientForm extends DialogForm {
  /** The record to edit; none: a new one. */
  @property({ attribute: false }) record: chart.Patient | undefined;
  @state() private draft_: Draft = blank();
  @state() private doctors_: accounts.Doctor[] = [];
  @state() private mismatch_ = false;
  @state() private confirmed_ = false;

  static override styles = [
    DialogForm.styles,
    css`
      form {
        display: grid;
        gap: 1rem;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
        gap: 0.6rem 0.9rem;
      }
      fieldset {
        display: grid;
        gap: 0.4rem;
      }
      legend {
        padding: 0;
        font-weight: 650;
        margin-bottom: 0.35rem;
      }
      .exemption {
        display: grid;
        grid-template-columns: 4rem minmax(0, 12rem) minmax(0, 12rem) auto;
        gap: 0.5rem;
        align-items: end;
      }
      .remove {
        justify-self: start;
      }
      footer {
        position: sticky;
        bottom: 0;
        margin-bottom: -1rem;
        background: var(--surface);
        border-top: 1px solid var(--line);
        padding: 0.7rem 0;
      }
      .upper {
        text-transform: uppercase;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.record) this.draft_ = structuredClone(this.record);
    void this.loadDoctors();
  }

  protected content(): unknown {
    return this.draft_;
  }

  private async loadDoctors(): Promise<void> {
    const list = await this.attempt(() => call('accounts/1', 'ListDoctors', {}));
    this.doctors_ = list?.doctors ?? [];
    if (this.draft_.doctor) return;
    const mine = this.doctors_.find((one) => one.account === session.account);
    const only = this.doctors_.length === 1 ? this.doctors_[0] : undefined;
    const doctor = mine ?? only;
    if (!doctor) return;
    // What the form fills in by itself is nobody's typing; what was typed meanwhile is.
    const untouched = !this.changed;
    this.draft_.doctor = doctor.account;
    if (!this.record) {
      this.draft_.region_code ||= doctor.region_code;
      this.draft_.asl_code ||= doctor.asl_code;
    }
    if (untouched) this.begin();
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const heading = this.record ? t('form-edit', { name: fullName(this.record) }) : t('form-new');
    return html`<curante-modal wide heading=${heading} @curante-close=${this.leave}>
      <form @submit=${this.submit} novalidate>
        <p class="soft">${t('required')}</p>
        ${this.renderIdentity()} ${this.renderAddress()} ${this.renderContacts()}
        ${this.renderExemptions()}
        <footer class="stack">
          <curante-problem .problem=${this.problem}></curante-problem>
          ${this.mismatch_ ? this.renderMismatch() : nothing}
          <div class="row">
            <button type="button" class="push" @click=${this.leave}>${t('cancel')}</button>
            <button type="submit" class="primary" ?disabled=${this.busy}>${t('save')}</button>
          </div>
        </footer>
      </form>
    </curante-modal>`;
  }

  private renderIdentity(): TemplateResult {
    const draft = this.draft_;
    return html`<fieldset>
      <legend>${t('section-identity')}</legend>
      <div class="grid">
        ${this.text('last_name', 'last-name', { required: true, upper: true })}
        ${this.text('first_name', 'first-name', { required: true, upper: true })}
        ${this.text('fiscal_code', 'fiscal-code', { required: true, upper: true, length: 16 })}
        <div class="field">
          <label for="sex" class="required">${t('sex')}</label>
          <select
            id="sex"
            .value=${draft.sex}
            @change=${(event: Event) => this.set({ sex: valueOf(event) as Draft['sex'] })}
          >
            <option value="F" ?selected=${draft.sex === 'F'}>${t('sex-F-long')}</option>
            <option value="M" ?selected=${draft.sex === 'M'}>${t('sex-M-long')}</option>
          </select>
        </div>
        ${this.date('birth_date', 'birth-date', true)}
        <div class="field">
          <curante-combobox
            id="birth-place"
            label=${t('birth-place')}
            .text=${draft.birth_place}
            .finder=${findPlaces}
            @curante-choose=${(event: CustomEvent<terminology.Municipality>) =>
              this.set({ birth_place: event.detail.cadastral_code })}
            @curante-clear=${() => this.set({ birth_place: '' })}
          ></curante-combobox>
          ${draft.birth_place
            ? html`<span class="soft">${t('birth-place-chosen', { code: draft.birth_place })}</span>`
            : nothing}
        </div>
        ${this.renderDoctor()}
      </div>
    </fieldset>`;
  }

  private renderDoctor(): TemplateResult {
    return html`<div class="field">
      <label for="doctor" class="required">${t('doctor')}</label>
      <select id="doctor" @change=${(event: Event) => this.set({ doctor: valueOf(event) })}>
        <option value="" ?selected=${!this.draft_.doctor}>${t('doctor-pick')}</option>
        ${this.doctors_.map(
          (one) =>
            html`<option value=${one.account} ?selected=${one.account === this.draft_.doctor}>
              ${fullName(one)}
            </option>`,
        )}
      </select>
    </div>`;
  }

  private renderAddress(): TemplateResult {
    const address = this.draft_.address;
    const field = (name: keyof chart.Address, label: Parameters<typeof t>[0]): TemplateResult =>
      html`<div class="field">
        <label for=${name}>${t(label)}</label>
        <input
          id=${name}
          autocomplete="off"
          .value=${address[name]}
          @input=${(event: Event) => this.set({ address: { ...address, [name]: valueOf(event) } })}
        />
      </div>`;
    return html`<fieldset>
      <legend>${t('section-address')}</legend>
      <div class="grid">
        ${field('street', 'street')} ${field('postal_code', 'postal-code')}
        <curante-combobox
          id="municipality"
          label=${t('municipality')}
          .text=${address.municipality}
          .finder=${findPlaces}
          @curante-choose=${this.choseMunicipality}
          @curante-typed=${(event: CustomEvent<string>) =>
            this.set({ address: { ...address, municipality: event.detail } })}
        ></curante-combobox>
        ${field('province', 'province')} ${this.text('region_code', 'region-code', { length: 3 })}
        ${this.text('asl_code', 'asl-code', { length: 3 })}
      </div>
    </fieldset>`;
  }

  private choseMunicipality = (event: CustomEvent<terminology.Municipality>): void => {
    const { name, province, region_code } = event.detail;
    const address = { ...this.draft_.address, municipality: name, province };
    this.set({ address, region_code: region_code || this.draft_.region_code });
  };

  private renderContacts(): TemplateResult {
    return html`<fieldset>
      <legend>${t('section-contacts')}</legend>
      <div class="grid">
        ${this.text('phone', 'phone')} ${this.text('email', 'email')} ${this.text('notes', 'notes')}
        ${this.record ? this.date('revoked_on', 'revoked-date', false) : nothing}
      </div>
    </fieldset>`;
  }

  private renderExemptions(): TemplateResult {
    return html`<fieldset>
      <legend>${t('section-exemptions')}</legend>
      ${this.draft_.exemptions.map((one, at) => this.renderExemption(one, at))}
      <curante-combobox
        id="exemption"
        label=${t('exemption-add')}
        least="1"
        clear-after
        .finder=${findExemptions}
        @curante-choose=${(event: CustomEvent<terminology.Concept>) => {
          const added = { code: event.detail.code, valid_from: null, valid_to: null };
          this.set({ exemptions: [...this.draft_.exemptions, added] });
        }}
      ></curante-combobox>
    </fieldset>`;
  }

  private renderExemption(one: chart.Exemption, at: number): TemplateResult {
    const change = (patch: Partial<chart.Exemption>): void =>
      this.set({
        exemptions: this.draft_.exemptions.map((old, i) => (i === at ? { ...old, ...patch } : old)),
      });
    const bound = (name: 'valid_from' | 'valid_to', label: 'valid-from' | 'valid-to') =>
      html`<div class="field">
        <label for="${name}-${at}">${t(label)}</label>
        <input
          id="${name}-${at}"
          type="date"
          .value=${one[name] ?? ''}
          @change=${(event: Event) => change({ [name]: valueOf(event) || null })}
        />
      </div>`;
    return html`<div class="exemption">
      <strong class="check">${one.code}</strong>
      ${bound('valid_from', 'valid-from')} ${bound('valid_to', 'valid-to')}
      <button
        type="button"
        class="small plain remove"
        aria-label=${t('exemption-remove', { code: one.code })}
        @click=${() => this.set({ exemptions: this.draft_.exemptions.filter((_, i) => i !== at) })}
      >
        ✕
      </button>
    </div>`;
  }

  private renderMismatch(): TemplateResult {
    return html`<label class="check">
      <input
        id="confirmed"
        type="checkbox"
        .checked=${this.confirmed_}
        @change=${(event: Event) => (this.confirmed_ = checkedOf(event))}
      />
      <span><strong>${t('save-anyway')}</strong> ${t('mismatch-text')}</span>
    </label>`;
  }

  private text(
    name: 'last_name' | 'first_name' | 'fiscal_code' | 'region_code' | 'asl_code' | 'phone' | 'email' | 'notes',
    label: Parameters<typeof t>[0],
    options: { required?: boolean; upper?: boolean; length?: number } = {},
  ): TemplateResult {
    return html`<div class="field">
      <label for=${name} class=${options.required ? 'required' : ''}>${t(label)}</label>
      <input
        id=${name}
        autocomplete="off"
        class=${options.upper ? 'upper' : ''}
        maxlength=${options.length ?? nothing}
        aria-required=${options.required ?? false}
        .value=${this.draft_[name]}
        @input=${(event: Event) => this.set({ [name]: valueOf(event) })}
      />
    </div>`;
  }

  private date(
    name: 'birth_date' | 'revoked_on',
    label: 'birth-date' | 'revoked-date',
    required: boolean,
  ): TemplateResult {
    return html`<div class="field">
      <label for=${name} class=${required ? 'required' : ''}>${t(label)}</label>
      <input
        id=${name}
        type="date"
        aria-required=${required}
        .value=${this.draft_[name] ?? ''}
        @change=${(event: Event) => this.set({ [name]: valueOf(event) || null })}
      />
    </div>`;
  }

  private set(patch: Partial<Draft>): void {
    this.draft_ = { ...this.draft_, ...patch };
    // A confirmation holds only for the data it was given for.
    this.mismatch_ = false;
    this.confirmed_ = false;
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const draft = this.draft_;
    const patient = {
      ...draft,
      last_name: draft.last_name.trim().toUpperCase(),
      first_name: draft.first_name.trim().toUpperCase(),
      fiscal_code: draft.fiscal_code.trim().toUpperCase(),
    };
    // A date left empty is left out: the chart room then says what is missing.
    const { birth_date, ...rest } = patient;
    const saved = await this.act(async () =>
      call(
        'chart/1',
        'SavePatient',
        { patient: birth_date ? patient : rest, confirmed: this.confirmed_ },
        { patient: this.record ? patient.id : '' },
      ),
    );
    if (!saved) {
      this.mismatch_ = this.problem instanceof ApiError && this.problem.code === 'fiscal-code-mismatch';
      return;
    }
    announce(t('saved'));
    this.dispatchEvent(new CustomEvent('curante-saved', { detail: saved }));
  };
}
