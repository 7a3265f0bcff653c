// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  css,
  CuranteElement,
  customElement,
  findPatients,
  format,
  go,
  html,
  nothing,
  place,
  property,
  session,
  state,
  type Combobox,
  type TemplateResult,
} from '@curante/shell';
import type { chart } from '@curante/contracts';
import { t } from './chart-texts';
import './patient-form';
import { recentPatients } from './recent-patients';

/** Find a patient, or register one. */
@customElement('curante-patients')
export class PatientsPage extends CuranteElement {
  @property({ attribute: false }) rest: string[] = [];
  @state() private revoked_ = false;

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        max-width: 70rem;
        margin-inline: auto;
      }
      .search {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.25rem 1rem;
        align-items: end;
      }
      li a {
        display: flex;
        gap: 1rem;
        padding: 0.35rem 0.25rem;
        min-height: 2rem;
        border-bottom: 1px solid var(--line);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (session.may('chart.write')) {
      this.shortcut('n', t('new-patient'), () => go('patients', 'new'));
    }
    this.until(
      place.watch(({ page, rest }) => {
        if (page === 'patients' && rest.length === 0) this.search();
      }),
    );
    this.search();
  }

  private search(): void {
    void this.updateComplete.then(() => this.find<Combobox>('curante-combobox')?.focus());
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <div class="row">
        <h1>${t('patients')}</h1>
        ${session.may('chart.write')
          ? html`<a class="button push" href=${addressOf('patients', 'new')}
              >${t('new-patient')} <kbd aria-hidden="true">Alt+N</kbd></a
            >`
          : nothing}
      </div>
      <div class="card stack">
        <div class="search">
          <curante-combobox
            label=${t('search')}
            placeholder=${t('search-hint')}
            hint="P"
            clear-after
            .finder=${(text: string, signal: AbortSignal) =>
              findPatients(text, signal, { revoked: this.revoked_ })}
            @curante-choose=${(event: CustomEvent<chart.PatientSummary>) =>
              go('patient', event.detail.id)}
          ></curante-combobox>
          <label class="check">
            <input
              type="checkbox"
              .checked=${this.revoked_}
              @change=${(event: Event) =>
                (this.revoked_ = (event.target as HTMLInputElement).checked)}
            />
            ${t('include-revoked')}
          </label>
        </div>
        ${this.renderRecent()}
      </div>
      ${this.rest[0] === 'new'
        ? html`<curante-patient-form
            @curante-saved=${(event: CustomEvent<chart.Patient>) => go('patient', event.detail.id)}
            @curante-left=${() => go('patients')}
          ></curante-patient-form>`
        : nothing}
    </div>`;
  }

  private renderRecent(): TemplateResult {
    const recent = recentPatients();
    if (recent.length === 0) return html`<p class="empty">${t('recent-none')}</p>`;
    return html`<div>
      <h2>${t('recent')}</h2>
      <ul class="plain">
        ${recent.map(
          (one) =>
            html`<li>
              <a href=${addressOf('patient', one.id)}
                ><strong>${one.name}</strong>
                <span class="soft number">${format.day(one.birth_date)}</span></a
              >
            </li>`,
        )}
      </ul>
    </div>`;
  }
}
