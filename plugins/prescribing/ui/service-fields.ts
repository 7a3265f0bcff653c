// SPDX-License-Identifier: Apache-2.0
import { css, customElement, html, type TemplateResult } from '@curante/shell';
import { picker, tick } from './inputs';
import { LineFields } from './line-fields';
import { t } from './prescribing-texts';

const priorities = ['U', 'B', 'D', 'P'] as const;

/** The fields of a specialist service. Sends `curante-change` with what changed. */
@customElement('curante-service-fields')
export class ServiceFields extends LineFields {
  static override styles = [
    LineFields.styles,
    css`
      .priority {
        width: 11.5rem;
      }
    `,
  ];

  override focus(): void {
    if (this.line.service?.priority_required && !this.line.priority) {
      this.find<HTMLSelectElement>('#priority')?.focus();
      return;
    }
    this.focusOn('count');
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
      ${this.renderExemption()}
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
      ${this.renderWords({
        id: 'notes',
        name: t('service-notes'),
        label: t('service-notes-label', { service: line.text }),
        value: line.notes,
        change: (notes) => ({ notes }),
      })}
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
    return this.renderNumber({
      id: 'count',
      name: t(cyclic ? 'sessions' : 'count'),
      label: t(cyclic ? 'sessions-label' : 'count-label', { service: line.text }),
      value: cyclic ? line.sessions : line.quantity,
      ...(cyclic ? { most: 0 } : {}),
      change: (number) => (cyclic ? { sessions: number } : { quantity: number }),
    });
  }
}
