// SPDX-License-Identifier: Apache-2.0
import { css, customElement, format, html, PatientElement, property, state, type TemplateResult } from '@curante/shell';
import type { chart } from '@curante/contracts';
import { t } from './prescribing-texts';

/** Picks long-term therapies to prescribe again. Sends `curante-renew` with those picked. */
@customElement('curante-renew')
export class RenewDialog extends PatientElement {
  @property({ attribute: false }) therapies: chart.Therapy[] = [];
  /** When each was last prescribed from here. */
  @property({ attribute: false }) history = new Map<string, string>();
  @state() private picked_ = new Set<string>();

  static override styles = [
    PatientElement.styles,
    css`
      li label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.1rem 0.7rem;
        align-items: center;
        padding: 0.35rem 0;
        border-bottom: 1px solid var(--line);
        color: var(--ink);
        font-weight: 450;
        font-size: 1rem;
      }
    `,
  ];

  override render(): TemplateResult {
    const all = this.therapies.length > 0 && this.picked_.size === this.therapies.length;
    return html`<curante-modal wide heading=${t('renew-heading')}>
      <form class="stack" @submit=${this.submit}>
        ${this.therapies.length === 0
          ? html`<p class="empty">${t('renew-none')}</p>`
          : html`<label class="check">
              <input
                type="checkbox"
                data-all
                autofocus
                .checked=${all}
                @change=${() =>
                  (this.picked_ = new Set(all ? [] : this.therapies.map((one) => one.id)))}
              /><strong>${t('renew-all')}</strong>
            </label>`}
        <ul class="plain">
          ${this.therapies.map((one) => this.renderTherapy(one))}
        </ul>
        <div class="row">
          <button class="primary push" type="submit" ?disabled=${this.picked_.size === 0}>
            ${t('renew-add')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private renderTherapy(one: chart.Therapy): TemplateResult {
    const issued = this.history.get(one.id);
    const here = issued ? format.today(new Date(issued)) : '';
    const noted = one.last_prescribed_on ?? '';
    const last = here > noted ? here : noted;
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${this.picked_.has(one.id)}
          @change=${() => this.turn(one.id)}
        />
        <span
          ><strong>${one.drug_text}</strong>
          <span class="soft"
            >${[one.posology, t('packs', { count: one.packs })].filter(Boolean).join(' · ')}</span
          ></span
        >
        <span class="soft"
          >${last ? t('renew-last', { day: format.day(last) }) : t('renew-never')}</span
        >
      </label>
    </li>`;
  }

  private turn(id: string): void {
    const picked = new Set(this.picked_);
    if (!picked.delete(id)) picked.add(id);
    this.picked_ = picked;
  }

  private submit = (event: Event): void => {
    event.preventDefault();
    const picked = this.therapies.filter((one) => this.picked_.has(one.id));
    this.dispatchEvent(new CustomEvent('curante-renew', { detail: picked }));
  };
}
