// SPDX-License-Identifier: Apache-2.0
import {
  call,
  css,
  customElement,
  doctorName,
  format,
  fullName,
  go,
  html,
  nothing,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { chart } from '@curante/contracts';
import './allergy-form';
import { ChartRecord } from './chart-record';
import { t } from './chart-texts';
import './patient-form';
import { rememberPatient } from './recent-patients';

type Dialog = 'none' | 'patient' | 'allergy';

/** Who the patient is, and what must not be given: always in sight. */
@customElement('curante-patient-header')
export class PatientHeader extends ChartRecord {
  @state() private dialog_: Dialog = 'none';
  @state() private allergy_: chart.Allergy | undefined;
  /** On whose list the patient is, where that is another than the user; empty: on the user's own. */
  @state() private holder_ = '';

  static override styles = [
    ChartRecord.styles,
    css`
      :host {
        display: contents;
      }
      section,
      .strip {
        position: sticky;
        top: 0;
        z-index: 20;
      }
      .strip {
        display: none;
        flex-wrap: wrap;
        gap: 0 0.8rem;
        padding: 0.15rem 0.6rem;
        background: var(--surface);
        border-bottom: 3px solid var(--accent);
        box-shadow: var(--shadow);
      }
      .strip .red {
        color: var(--red);
        font-weight: 650;
      }
      /* Strongly zoomed, one line stays in sight and the rest scrolls. */
      @media (max-height: 520px) {
        section {
          position: static;
        }
        .strip {
          display: flex;
        }
      }
      section {
        background: var(--surface);
        border: 1px solid var(--line);
        border-top: 4px solid var(--accent);
        border-radius: var(--radius);
        box-shadow: var(--shadow);
        padding: 0.45rem 0.8rem 0.5rem;
        display: grid;
        gap: 0.3rem;
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.1rem 1rem;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.2rem;
        font-size: 0.93rem;
      }
      .allergies {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.5rem;
        padding: 0.2rem 0.5rem;
        border-radius: 4px;
        background: var(--grey-soft);
      }
      .allergies.some {
        background: var(--red-soft);
        box-shadow: inset 4px 0 0 var(--red);
      }
      .allergies h2 {
        font-size: 0.9rem;
      }
      .allergies.some h2 {
        color: var(--red);
      }
      button.allergy {
        color: var(--red);
        border-color: var(--red-line);
        background: var(--surface);
        min-height: 1.75rem;
        padding: 0 0.5rem;
        white-space: normal;
        text-align: left;
      }
      .severe {
        font-weight: 800;
        text-transform: uppercase;
        font-size: 0.8em;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.shortcut('a', t('allergy-add'), () => this.editAllergy(undefined));
  }

  protected override async load(): Promise<void> {
    await super.load();
    const patient = this.view?.patient;
    if (!patient) return;
    const name = fullName(patient);
    rememberPatient({ id: patient.id, name, birth_date: patient.birth_date });
    document.title = `${name} – Curante`;
    this.until(() => (document.title = 'Curante'));
    this.holder_ = patient.doctor === session.account ? '' : await this.nameOf(patient.doctor);
  }

  /** Without an answer the header says nothing of it: the rest counts more. */
  private async nameOf(doctor: string): Promise<string> {
    const known = await call('accounts/1', 'ListDoctors', {}).catch(() => undefined);
    return doctorName(known?.doctors ?? [], doctor);
  }

  override render(): TemplateResult {
    const view = this.view;
    return html`${view ? this.renderStrip(view) : nothing}
      <section aria-label=${t('identity')}>
        ${view
          ? html`${this.renderWho(view.patient)} ${this.renderFacts(view.patient)}
            ${this.renderAllergies(view.allergies)}`
          : html`<p role="status">${this.problem ? '' : t('chart-loading')}</p>`}
        <curante-problem .problem=${this.problem}></curante-problem>
      </section>
      ${this.renderDialog()}`;
  }

  private renderStrip(view: chart.ChartView): TemplateResult {
    const { patient, allergies } = view;
    const names = allergies.map((one) => one.substance).join(', ');
    return html`<div class="strip" aria-hidden="true">
      <strong>${fullName(patient)}</strong>
      <span>${format.day(patient.birth_date)}</span>
      ${names ? html`<span class="red">⚠ ${names}</span>` : nothing}
    </div>`;
  }

  private renderWho(patient: chart.Patient): TemplateResult {
    return html`<div class="who">
      <h1>${fullName(patient)}</h1>
      <span
        ><strong>${t(`sex-${patient.sex}`)}</strong> ·
        <strong>${t('years', { years: format.age(patient.birth_date) })}</strong> ·
        ${format.day(patient.birth_date)}</span
      >
      <span class="mono">${patient.fiscal_code}</span>
      ${patient.revoked_on
        ? html`<curante-chip tone="amber"
            >${t('revoked-on', { day: format.day(patient.revoked_on) })}</curante-chip
          >`
        : nothing}
      <span class="row push">
        ${session.may('chart.write')
          ? html`<button class="small" @click=${() => (this.dialog_ = 'patient')}>
              ${t('edit')}
            </button>`
          : nothing}
        <button class="small" @click=${() => go('patients')}>${t('close-patient')}</button>
      </span>
    </div>`;
  }

  private renderFacts(patient: chart.Patient): TemplateResult {
    const { street, postal_code, municipality, province } = patient.address;
    const where = [street, [postal_code, municipality].filter(Boolean).join(' ')].filter(Boolean);
    const address = where.join(', ') + (province ? ` (${province})` : '');
    const asl = patient.asl_code
      ? t('asl', { asl: patient.asl_code, region: patient.region_code })
      : t('asl-missing');
    return html`<div class="facts">
      ${this.holder_
        ? html`<span data-holder
            ><span class="soft">${t('doctor')}:</span> <strong>${this.holder_}</strong></span
          >`
        : nothing}
      <span
        ><span class="soft">${t('exemptions')}:</span>
        ${patient.exemptions.length > 0
          ? patient.exemptions.map((one) => this.renderExemption(one))
          : t('exemptions-none')}</span
      >
      <span>${address || t('address-missing')}</span>
      <span>${asl}</span>
      ${patient.phone ? html`<span>${patient.phone}</span>` : nothing}
    </div>`;
  }

  private renderExemption(one: chart.Exemption): TemplateResult {
    const expired = one.valid_to !== null && one.valid_to < format.today();
    return html`<strong>${one.code}</strong>${expired
        ? html` <span class="soft"
            >(${t('exemption-expired', { day: format.day(one.valid_to) })})</span
          >`
        : nothing} `;
  }

  private renderAllergies(allergies: chart.Allergy[]): TemplateResult {
    return html`<div class="allergies ${allergies.length > 0 ? 'some' : ''}" data-allergies>
      <h2>${allergies.length > 0 ? html`<span aria-hidden="true">⚠ </span>` : nothing}${t('allergies')}</h2>
      ${allergies.length === 0 ? html`<span class="soft">${t('allergies-none')}</span>` : nothing}
      ${allergies.map((one) => this.renderAllergy(one))}
      ${session.may('chart.clinical.write')
        ? html`<button class="small push" @click=${() => this.editAllergy(undefined)}>
            ${t('allergy-add')} <kbd aria-hidden="true">Alt+A</kbd>
          </button>`
        : nothing}
    </div>`;
  }

  private renderAllergy(one: chart.Allergy): TemplateResult {
    const what = html`<strong>${one.substance}</strong>${one.reaction
        ? html`<span>– ${one.reaction}</span>`
        : nothing}${one.severe ? html`<span class="severe">${t('allergy-severe')}</span>` : nothing}`;
    if (!session.may('chart.clinical.write')) return html`<span>${what}</span>`;
    const label = `${one.substance} ${one.reaction} ${one.severe ? t('allergy-severe') : ''}`;
    return html`<button
      class="allergy"
      aria-label="${label.trim()}. ${t('allergy-edit', { name: '' }).trim()}"
      @click=${() => this.editAllergy(one)}
    >
      ${what}
    </button>`;
  }

  private editAllergy(allergy: chart.Allergy | undefined): void {
    if (!session.may('chart.clinical.write')) return;
    this.allergy_ = allergy;
    this.dialog_ = 'allergy';
  }

  private renderDialog(): TemplateResult | typeof nothing {
    const leave = (): void => {
      this.dialog_ = 'none';
      void this.load();
    };
    if (this.dialog_ === 'patient' && this.view) {
      return html`<curante-patient-form
        .record=${this.view.patient}
        @curante-saved=${leave}
        @curante-left=${leave}
      ></curante-patient-form>`;
    }
    if (this.dialog_ === 'allergy') {
      return html`<curante-allergy-form
        .patient=${this.patient}
        .record=${this.allergy_}
        @curante-saved=${leave}
        @curante-left=${leave}
      ></curante-allergy-form>`;
    }
    return nothing;
  }
}
