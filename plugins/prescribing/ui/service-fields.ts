// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  property,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { EditLine } from './draft';
import { picker, textOf, tick } from './inputs';
import { t } from './prescribing-texts';

const priorities = ['U', 'B', 'D', 'P'] as const;

/** The fields of a specialist service. Sends `curante-change` with what changed. */
@customElement('curante-service-fields')
export class ServiceFields extends CuranteElement {
  @property({ attribute: false }) line!: EditLine;
  @property({ type: Boolean }) disabled = false;
  @state() private open_ = false;

  static override styles = [
    CuranteElement.styles,
    css`
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem 0.7rem;
        align-items: end;
      }
      .count {
        width: 4.6rem;
      }
      .priority {
        width: 11.5rem;
      }
      .notes {
        flex: 1 1 12rem;
      }
    `,
  ];

  override focus(): void {
    if (this.line.service?.priority_required && !this.line.priority) {
      this.find<HTMLSelectElement>('#priority')?.focus();
      return;
    }
    const count = this.find<HTMLInputElement>('#count');
    count?.focus();
    count?.select();
  }

  protected override willUpdate(): void {
    const { first_access, televisit, priority, service } = this.line;
    // Where a priority stands, the kind of access is asked for, too.
    if (first_access || televisit || priority || service?.priority_required) this.open_ = true;
  }

  override render(): TemplateResult {
    const { line } = this;
    return html`<div class="fields">
      ${this.renderCount()}
      <div class="field priority">
        ${picker({
          id: 'priority',
          name: t('priority'),
          label: t('priority-label', { service: line.text }),
          disabled: this.disabled,
          value: line.priority,
          choices: [
            { value: '', text: t('priority-none') },
            ...priorities.map((code) => ({ value: code, text: t(`priority-${code}`) })),
          ],
          pick: (priority) => this.change({ priority }),
        })}
      </div>
      ${this.open_
        ? this.renderAccess()
        : html`<button
            class="small plain"
            aria-expanded="false"
            aria-label=${t('options-label', { drug: line.text })}
            @click=${() => (this.open_ = true)}
          >
            ${t('options')} <span aria-hidden="true">▸</span>
          </button>`}
      <div class="field notes">
        <label for="notes">${t('service-notes')}</label>
        <input
          id="notes"
          autocomplete="off"
          aria-label=${t('service-notes-label', { service: line.text })}
          .value=${line.notes}
          ?disabled=${this.disabled}
          @input=${(event: Event) => this.change({ notes: textOf(event) })}
        />
      </div>
    </div>`;
  }

  private renderAccess(): TemplateResult {
    const { line } = this;
    return html`${tick({
        text: t('first-access'),
        label: t('first-access-label', { service: line.text }),
        on: line.first_access,
        disabled: this.disabled,
        turn: (first_access) => this.change({ first_access }),
      })}
      ${tick({
        text: t('televisit'),
        label: t('televisit-label', { service: line.text }),
        on: line.televisit,
        disabled: this.disabled,
        turn: (televisit) => this.change({ televisit }),
      })}`;
  }

  /** Of a cyclic service the sessions are counted, and its quantity stays one. */
  private renderCount(): TemplateResult {
    const { line } = this;
    const cyclic = line.service?.cyclic ?? line.sessions > 0;
    const count = (event: Event): Partial<EditLine> => {
      const number = Math.trunc(Number(textOf(event)));
      return cyclic ? { sessions: number } : { quantity: number };
    };
    return html`<div class="field count">
      <label for="count">${t(cyclic ? 'sessions' : 'count')}</label>
      <input
        id="count"
        type="number"
        min="1"
        max="9"
        inputmode="numeric"
        aria-label=${t(cyclic ? 'sessions-label' : 'count-label', { service: line.text })}
        .value=${String(cyclic ? line.sessions : line.quantity)}
        ?disabled=${this.disabled}
        @input=${(event: Event) => this.change(count(event))}
      />
    </div>`;
  }

  private change(patch: Partial<EditLine>): void {
    this.dispatchEvent(new CustomEvent('curante-change', { detail: patch }));
  }
}
