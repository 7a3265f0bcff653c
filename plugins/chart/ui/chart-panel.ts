// SPDX-License-Identifier: Apache-2.0
import {
  css,
  customElement,
  format,
  html,
  nothing,
  recordMarks,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { chart } from '@curante/contracts';
import { ChartRecord } from './chart-record';
import { t } from './chart-texts';
import './diary';
import './problem-form';
import './therapy-form';

type Editing =
  | { what: 'problem'; record: chart.Problem | undefined }
  | { what: 'therapy'; record: chart.Therapy | undefined };

/** Problems, long-term therapies and diary of the open patient. */
@customElement('curante-chart')
export class ChartPanel extends ChartRecord {
  @state() private editing_: Editing | undefined;
  @state() private closed_shown_ = false;

  static override styles = [
    ChartRecord.styles,
    css`
      li {
        padding: 0.3rem 0;
        border-bottom: 1px solid var(--line);
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.1rem 0.5rem;
        align-items: start;
      }
      li:last-child {
        border-bottom: 0;
      }
      .detail {
        font-size: 0.9rem;
        color: var(--ink-soft);
      }
      li.closed strong {
        font-weight: 450;
        color: var(--ink-soft);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(recordMarks.watch(() => this.requestUpdate()));
  }

  override render(): TemplateResult | typeof nothing {
    const view = this.view;
    return html`<div class="stack">
      <curante-problem .problem=${this.problem}></curante-problem>
      ${view
        ? html`${this.renderProblems(view)} ${this.renderTherapies(view)}
            <curante-diary
              class="card"
              .patient=${this.patient}
              .view=${view}
            ></curante-diary>`
        : nothing}
      ${this.renderEditing()}
    </div>`;
  }

  private renderProblems(view: chart.ChartView): TemplateResult {
    const closed = view.problems.filter((one) => !one.active);
    const shown = this.closed_shown_ ? view.problems : view.problems.filter((one) => one.active);
    return html`<section class="card" aria-labelledby="problems">
      <div class="row">
        <h2 id="problems">${t('problems')}</h2>
        ${closed.length > 0
          ? html`<button class="small plain" @click=${() => (this.closed_shown_ = !this.closed_shown_)}>
              ${this.closed_shown_ ? t('hide-closed') : t('show-closed', { count: closed.length })}
            </button>`
          : nothing}
        ${this.addButton('problem-add', () => (this.editing_ = { what: 'problem', record: undefined }))}
      </div>
      ${shown.length === 0 ? html`<p class="empty">${t('problems-none')}</p>` : nothing}
      <ul class="plain">
        ${shown.map((one) => this.renderProblem(one))}
      </ul>
    </section>`;
  }

  private renderProblem(one: chart.Problem): TemplateResult {
    const details = [
      one.onset ? t('since', { day: format.day(one.onset) }) : '',
      one.chronic ? t('chronic') : '',
      one.active ? '' : t('closed'),
      one.notes,
    ].filter(Boolean);
    return html`<li class=${one.active ? '' : 'closed'}>
      <div>
        <strong>${one.text}</strong> <span class="mono soft">${one.icd9}</span>
        <div class="detail">${details.join(' · ')}</div>
      </div>
      ${this.editButton(t('problem-edit', { name: one.text }), () => (this.editing_ = { what: 'problem', record: one }))}
    </li>`;
  }

  private renderTherapies(view: chart.ChartView): TemplateResult {
    return html`<section class="card" aria-labelledby="therapies">
      <div class="row">
        <h2 id="therapies">${t('therapies')}</h2>
        ${this.addButton('therapy-add', () => (this.editing_ = { what: 'therapy', record: undefined }))}
      </div>
      ${view.therapies.length === 0 ? html`<p class="empty">${t('therapies-none')}</p>` : nothing}
      <ul class="plain">
        ${view.therapies.map((one) => this.renderTherapy(one))}
      </ul>
    </section>`;
  }

  private renderTherapy(one: chart.Therapy): TemplateResult {
    const details = [
      one.posology,
      t('packs', { count: one.packs }),
      one.aifa_note ? t('note-n', { note: one.aifa_note }) : '',
      one.last_prescribed_on
        ? t('last-prescribed', { day: format.day(one.last_prescribed_on) })
        : '',
    ].filter(Boolean);
    const mark = recordMarks.value.get(one.id);
    return html`<li data-therapy=${one.id}>
      <div>
        <strong>${one.drug_text}</strong>
        <div class="detail">${details.join(' · ')}</div>
        ${mark ? html`<curante-chip tone=${mark.tone}>${mark.text}</curante-chip>` : nothing}
      </div>
      ${this.editButton(t('therapy-edit', { name: one.drug_text }), () => (this.editing_ = { what: 'therapy', record: one }))}
    </li>`;
  }

  private addButton(label: 'problem-add' | 'therapy-add', run: () => void): TemplateResult | typeof nothing {
    if (!session.may('chart.clinical.write')) return nothing;
    return html`<button class="small push" @click=${run}>${t(label)}</button>`;
  }

  private editButton(label: string, run: () => void): TemplateResult | typeof nothing {
    if (!session.may('chart.clinical.write')) return nothing;
    return html`<button class="small plain" aria-label=${label} title=${label} @click=${run}>✎</button>`;
  }

  private renderEditing(): TemplateResult | typeof nothing {
    const editing = this.editing_;
    if (!editing) return nothing;
    const leave = (): void => {
      this.editing_ = undefined;
      void this.load();
    };
    if (editing.what === 'problem') {
      return html`<curante-problem-form
        .patient=${this.patient}
        .record=${editing.record}
        @curante-saved=${leave}
        @curante-left=${leave}
      ></curante-problem-form>`;
    }
    return html`<curante-therapy-form
      .patient=${this.patient}
      .record=${editing.record}
      .problems=${this.view?.problems.filter((one) => one.active) ?? []}
      @curante-saved=${leave}
      @curante-left=${leave}
    ></curante-therapy-form>`;
  }
}
