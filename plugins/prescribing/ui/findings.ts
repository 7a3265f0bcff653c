// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  session,
  type TemplateResult,
  type Tone,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { keyOf, overrideOf, type EditDraft } from './draft';
import { t } from './prescribing-texts';

const tones: Record<prescribing.Finding['severity'], Tone> = {
  block: 'red',
  confirm: 'amber',
  info: 'blue',
};

/** What the rules say of the draft. Sends `curante-override` with {finding, reason}. */
@customElement('curante-findings')
export class Findings extends CuranteElement {
  @property({ attribute: false }) draft!: EditDraft;
  @property({ attribute: false }) assessment: prescribing.Assessment | undefined;
  /** The assessment is of an earlier state of the draft. */
  @property({ type: Boolean }) stale = false;

  static override styles = [
    CuranteElement.styles,
    css`
      section {
        display: grid;
        gap: 0.35rem;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.15rem 0.6rem;
        padding: 0.35rem 0.5rem;
        border-left: 4px solid var(--blue-line);
        background: var(--blue-soft);
        border-radius: 4px;
        margin-bottom: 0.3rem;
      }
      li.block {
        border-color: var(--red);
        background: var(--red-soft);
      }
      li.confirm {
        border-color: var(--amber-line);
        background: var(--amber-soft);
      }
      .text {
        overflow-wrap: anywhere;
      }
      .remedy,
      .source {
        font-size: 0.92rem;
      }
      .field {
        margin-top: 0.3rem;
      }
      .field label {
        color: var(--ink);
      }
    `,
  ];

  override render(): TemplateResult {
    const found = this.assessment?.findings ?? [];
    const status = this.stale
      ? t('rules-checking')
      : this.assessment && found.length === 0
        ? t('rules-clear')
        : '';
    return html`<section aria-labelledby="rules">
      <div class="row">
        <h3 id="rules">${t('rules')}</h3>
        <span class="soft" role="status">${status}</span>
      </div>
      <ul class="plain" aria-live="polite">
        ${found.map((finding, at) => this.renderFinding(finding, at))}
      </ul>
    </section>`;
  }

  /** To what stands in the way, out of sight as it may be: a reason to give, or what to correct. */
  showFirst(): void {
    const missing = [...this.renderRoot.querySelectorAll<HTMLInputElement>('li.confirm input')].find(
      (one) => one.value.trim() === '',
    );
    const first = this.find('li.block') ?? missing;
    first?.scrollIntoView({ block: 'center' });
    first?.focus();
  }

  private renderFinding(finding: prescribing.Finding, at: number): TemplateResult {
    const key = keyOf(this.draft, finding.line);
    return html`<li class=${finding.severity} tabindex="-1" data-code=${finding.code}>
      <curante-chip tone=${tones[finding.severity]}>${t(`severity-${finding.severity}`)}</curante-chip>
      <div class="text">
        ${finding.line > 0 ? html`<strong>${t('line', { line: finding.line })}:</strong>` : nothing}
        ${finding.text}
        ${finding.remedy ? html`<div class="remedy">${finding.remedy}</div>` : nothing}
        ${finding.source
          ? html`<div class="source soft">${t('source', { source: finding.source })}</div>`
          : nothing}
        ${finding.severity === 'confirm' ? this.renderConfirm(finding, key, at) : nothing}
      </div>
    </li>`;
  }

  /** A reason to go on is the signing doctor's to give. */
  private renderConfirm(finding: prescribing.Finding, key: string, at: number): TemplateResult {
    if (session.may('prescription.issue')) return this.renderOverride(finding, key, at);
    return html`<div class="remedy">${t('doctor-decides')}</div>`;
  }

  private renderOverride(finding: prescribing.Finding, key: string, at: number): TemplateResult {
    return html`<div class="field">
      <label for="reason-${at}" class="required">${t('override-reason')}</label>
      <input
        id="reason-${at}"
        autocomplete="off"
        .value=${overrideOf(this.draft, finding.code, key)}
        ?disabled=${this.draft.sending === 'unknown'}
        @input=${(event: Event) =>
          this.dispatchEvent(
            new CustomEvent('curante-override', {
              detail: { finding, reason: (event.target as HTMLInputElement).value },
            }),
          )}
      />
    </div>`;
  }
}
