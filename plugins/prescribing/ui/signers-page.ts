// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  css,
  CuranteElement,
  customElement,
  dateField,
  doctorName,
  doctorPicks,
  firstClick,
  format,
  html,
  nothing,
  picker,
  repeat,
  resync,
  session,
  state,
  table,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { isInForce } from './signers';

interface Form {
  doctor: string;
  signer: string;
  from: string;
  until: string;
}

const blank = (): Form => ({ doctor: '', signer: '', from: format.today(), until: format.today() });

/** Who signs what staff prepare while a doctor is absent: set once, and removed with one action. */
@customElement('curante-signers')
export class SignersPage extends CuranteElement {
  @state() private list_: prescribing.SignerList | undefined;
  @state() private doctors_: accounts.Doctor[] = [];
  @state() private form_: Form = blank();
  /** Of the form as it is filled in: sent twice, it is set once. */
  private id_ = crypto.randomUUID();

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        max-width: 70rem;
        margin-inline: auto;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr));
        gap: 0.6rem 0.9rem;
        align-items: end;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('signers-changed/1', () => void this.load());
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <h1>${t('signers')}</h1>
      <p>${t('signers-text')}</p>
      <curante-problem .problem=${this.problem}></curante-problem>
      <section class="card stack" aria-labelledby="now">
        <h2 id="now">${t('signers-list')}</h2>
        ${this.list_ ? this.renderList(this.list_) : html`<p role="status">${t('signers-loading')}</p>`}
      </section>
      ${this.doctors_.length > 1
        ? this.renderForm()
        : html`<p class="soft">${this.list_ ? t('signers-alone') : ''}</p>`}
    </div>`;
  }

  private renderList(list: prescribing.SignerList): TemplateResult {
    if (list.signers.length === 0) return html`<p class="empty">${t('signers-none')}</p>`;
    return table(
      t('signers-list'),
      [t('signer-doctor'), t('signer-who'), t('signer-days'), t('signer-set-by'), t('signer-action')],
      repeat(
        list.signers,
        (one) => one.id,
        (one) => this.renderRow(one, list.today),
      ),
    );
  }

  private renderRow(one: prescribing.Signer, today: string): TemplateResult {
    const doctor = doctorName(this.doctors_, one.doctor);
    const signer = doctorName(this.doctors_, one.signer);
    const now = isInForce(one, today);
    return html`<tr data-signer=${one.id}>
      <td>${doctor}</td>
      <td><strong>${signer}</strong></td>
      <td>
        ${t('signer-from-until', { from: format.day(one.from), until: format.day(one.until) })}
        <curante-chip tone=${now ? 'green' : 'grey'}>${t(now ? 'signer-now' : 'signer-later')}</curante-chip>
      </td>
      <td>${one.set_by_name}</td>
      <td>
        ${this.may(one)
          ? html`<button
              class="small danger"
              aria-label=${t('signer-remove-of', { doctor, signer })}
              ?disabled=${this.busy}
              @click=${firstClick(() => void this.end(one, doctor))}
            >
              ${t('signer-remove')}
            </button>`
          : nothing}
      </td>
    </tr>`;
  }

  /** A doctor settles nothing between two others. */
  private may(one: { doctor: string; signer: string }): boolean {
    const { account } = session;
    return !session.may('prescription.issue') || one.doctor === account || one.signer === account;
  }

  private renderForm(): TemplateResult {
    const { doctor, signer, from, until } = this.form_;
    const choices = [
      { value: '', text: t('signer-choose') },
      ...doctorPicks(this.doctors_),
    ];
    const turn = (change: Partial<Form>): void => {
      this.form_ = { ...this.form_, ...change };
      // What is set now is another thing than what may have been set already.
      this.id_ = crypto.randomUUID();
    };
    const ready = doctor && signer && doctor !== signer && from && until >= from;
    return html`<form class="card stack" aria-labelledby="new" @submit=${this.submit}>
      <h2 id="new">${t('signer-new')}</h2>
      <div class="grid">
        <div class="field">
          ${picker({
            id: 'doctor',
            name: t('signer-doctor'),
            value: doctor,
            choices,
            pick: (one) => turn({ doctor: one }),
          })}
        </div>
        <div class="field">
          ${picker({
            id: 'signer',
            name: t('signer-who'),
            value: signer,
            choices: choices.map((one) => ({ ...one, disabled: one.value !== '' && one.value === doctor })),
            pick: (one) => turn({ signer: one }),
          })}
        </div>
        ${dateField({ id: 'from', name: t('signer-first-day'), value: from, change: (day) => turn({ from: day }) })}
        ${dateField({ id: 'until', name: t('signer-last-day'), value: until, change: (day) => turn({ until: day }) })}
      </div>
      <div class="row">
        <span class="soft">${this.may(this.form_) || !doctor ? '' : t('signer-own-only')}</span>
        <button class="primary push" type="submit" ?disabled=${this.busy || !ready}>${t('signer-set')}</button>
      </div>
    </form>`;
  }

  private async load(): Promise<void> {
    await this.attempt(async () => {
      this.doctors_ = (await call('accounts/1', 'ListDoctors', {})).doctors;
      this.list_ = await call('prescribing/1', 'ListSigners', {});
    });
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const set = { id: this.id_, ...this.form_ };
    const list = await this.act(() => call('prescribing/1', 'SetSigner', set));
    if (!list) return;
    this.list_ = list;
    this.id_ = crypto.randomUUID();
    this.form_ = blank();
    announce(
      t('signer-set-told', {
        doctor: doctorName(this.doctors_, set.doctor),
        signer: doctorName(this.doctors_, set.signer),
      }),
    );
  };

  private async end(one: prescribing.Signer, doctor: string): Promise<void> {
    const list = await this.act(() => call('prescribing/1', 'RemoveSigner', { id: one.id }));
    if (!list) return;
    this.list_ = list;
    announce(t('signer-removed', { doctor }));
    // Its button is gone with it.
    this.find('#doctor')?.focus();
  }
}
