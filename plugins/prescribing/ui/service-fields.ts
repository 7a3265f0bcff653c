// SPDX-License-Identifier: Apache-2.0
import { css, customElement, html, nothing, property, state, type TemplateResult } from '@curante/shell';
import { picker, tick } from './inputs';
import { LineFields } from './line-fields';
import { t } from './prescribing-texts';
import { leaFields } from './recipe-kind';

const priorities = ['U', 'B', 'D', 'P'] as const;

/** The fields of a specialist service. Sends `curante-change` with what changed. */
@customElement('curante-service-fields')
export class ServiceFields extends LineFields {
  /** The draft goes on paper, which has no place for the kind of access. */
  @property({ type: Boolean, attribute: 'on-paper' }) onPaper = false;
  /** Whether the annotations of the LEA nomenclature are shown. */
  @state() private lea_ = false;

  static override styles = [
    LineFields.styles,
    css`
      .priority {
        width: 12.5rem;
      }
      .access {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.7rem;
      }
      .access.missing {
        border-left: 4px solid var(--red);
        padding-left: 0.4rem;
      }
      /* The annotations stand together, in a row of their own. */
      .annotations {
        flex: 1 0 100%;
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem 0.7rem;
      }
      .lea {
        flex: 1 1 9rem;
      }
    `,
  ];

  override focus(): void {
    const { service, priority, white } = this.line;
    if (service?.priority_required && !priority && !white) {
      this.find<HTMLSelectElement>('#priority')?.focus();
      return;
    }
    if (this.accessMissing) {
      this.find<HTMLInputElement>('[data-access] input')?.focus();
      return;
    }
    this.focusOn('count');
  }

  /** A service of the PNGLA that is sent says whether it is a first access, as the rules have it. */
  private get accessMissing(): boolean {
    const { first_access, other_access, service, white } = this.line;
    if (white || this.onPaper) return false;
    return Boolean(service?.priority_required) && !first_access && !other_access;
  }

  protected override willUpdate(): void {
    const { first_access, other_access, televisit, priority, service, white } = this.line;
    // Where a priority stands, the kind of access is asked for, too.
    const access = first_access || other_access || televisit || priority || service?.priority_required;
    if (leaFields.some((name) => this.line[name])) this.lea_ = true;
    if (access || white || this.lea_) this.open_ = true;
  }

  override render(): TemplateResult {
    const { line } = this;
    return html`<div class="fields">
      ${this.renderCount()}
      ${line.white ? nothing : this.renderPriority()}
      ${line.white ? nothing : this.renderExemption()}
      ${this.open_
        ? this.renderAccess()
        : this.renderFold('options', 'options-label', () => (this.open_ = true))}
      ${this.renderWords({
        id: 'notes',
        name: t('service-notes'),
        label: t('service-notes-label', { service: line.text }),
        value: line.notes,
        change: (notes) => ({ notes }),
      })}
      ${this.open_ && this.lea_ ? this.renderLea() : nothing}
    </div>`;
  }

  private renderPriority(): TemplateResult {
    const { line } = this;
    return html`<div class="field priority">
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
      </div>`;
  }

  /** What is seldom needed, until somebody wants it. */
  private renderFold(
    name: 'options' | 'lea',
    label: 'options-label' | 'lea-label',
    open: () => void,
  ): TemplateResult {
    const { text } = this.line;
    return html`<button
      class="small plain"
      aria-expanded="false"
      aria-label=${t(label, { drug: text, service: text })}
      @click=${open}
    >
      ${t(name)} <span aria-hidden="true">▸</span>
    </button>`;
  }

  private renderAccess(): TemplateResult {
    const { line } = this;
    return html`<span class="access ${this.accessMissing ? 'missing' : ''}" data-access>
        ${tick({
          text: t('first-access'),
          label: t('first-access-label', { service: line.text }),
          on: line.first_access,
          disabled: this.disabled,
          turn: (on) => this.change({ first_access: on, other_access: false }),
        })}
        ${tick({
          text: t('other-access'),
          label: t('other-access-label', { service: line.text }),
          on: line.other_access,
          disabled: this.disabled,
          turn: (on) => this.change({ first_access: false, other_access: on }),
        })}
      </span>
      ${tick({
        text: t('televisit'),
        label: t('televisit-label', { service: line.text }),
        on: line.televisit,
        disabled: this.disabled,
        turn: (televisit) => this.change({ televisit }),
      })}
      ${tick({
        text: t('white'),
        label: t('white-label', { drug: line.text }),
        on: line.white,
        disabled: this.disabled,
        turn: (white) => this.change({ white }),
      })}
      ${this.lea_ || line.white
        ? nothing
        : this.renderFold('lea', 'lea-label', () => (this.lea_ = true))}`;
  }

  private renderLea(): TemplateResult {
    const { line } = this;
    const fields = leaFields.map((name) =>
      this.renderWords({
        id: name.replace('_', '-'),
        name: t(name),
        label: t('lea-field-label', { name: t(name), service: line.text }),
        value: line[name],
        class: 'lea',
        longest: 10,
        change: (code) => ({ [name]: code.trim() }),
      }),
    );
    return html`<div class="annotations">${fields}</div>`;
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
