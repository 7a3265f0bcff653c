// SPDX-License-Identifier: Apache-2.0
import {
  addShortcut,
  announce,
  ApiError,
  asApiError,
  askToConfirm,
  call,
  css,
  customElement,
  html,
  isSilent,
  LatestOnly,
  nothing,
  PatientElement,
  property,
  repeat,
  session,
  state,
  type Choices,
  type Combobox,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { chart, formulary, prescribing, terminology } from '@curante/contracts';
import {
  changeLine,
  isEmpty,
  keepSeen,
  newDraft,
  newLine,
  override,
  removeLine,
  toRequest,
  type EditDraft,
  type EditLine,
} from './draft';
import { DraftKeeper } from './draft-keeper';
import { findDrugs } from './drug-finder';
import './findings';
import './line-editor';
import type { LineEditor } from './line-editor';
import { t } from './prescribing-texts';
import { addRenewals, addRepeated } from './refill';
import './renew-dialog';

const assess_pause_ms = 180;

/** Writes one prescription of one patient, says what the rules say, and issues it once. */
@customElement('curante-composer')
export class Composer extends PatientElement {
  @property({ attribute: false }) view: chart.ChartView | undefined;
  /** When each long-term therapy was last prescribed. */
  @property({ attribute: false }) history = new Map<string, string>();
  @state() private draft_: EditDraft | undefined;
  @state() private assessment_: prescribing.Assessment | undefined;
  @state() private stale_ = false;
  @state() private kept_ = false;
  @state() private elsewhere_ = false;
  @state() private renewing_ = false;
  private keeper_!: DraftKeeper;
  private readonly assessing_ = new LatestOnly();

  static override styles = [
    PatientElement.styles,
    css`
      .head {
        display: grid;
        grid-template-columns: minmax(7rem, 11rem) minmax(0, 1fr);
        gap: 0.4rem 0.8rem;
        align-items: end;
      }
      .send {
        position: sticky;
        bottom: 0;
        z-index: 5;
        background: var(--surface);
        border-top: 1px solid var(--line);
        padding: 0.5rem 0;
        margin-bottom: calc(-1 * var(--gap));
      }
      .unknown {
        background: var(--amber-soft);
        border: 1px solid var(--amber-line);
        border-left: 4px solid var(--amber);
        border-radius: var(--radius);
        padding: 0.5rem 0.7rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.keeper_ = new DraftKeeper(this.patient);
    if (session.may('prescription.issue')) {
      this.shortcut('i', t('issue'), () => void this.issue());
      this.shortcut('r', t('renew'), () => this.openRenewals());
      this.until(addShortcut('u', t('new'), () => this.focusSearch()));
    }
    // The same drug may be on its way from another window, or from a colleague's.
    this.onEvent('recipe-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) this.judgeAgain();
    });
    void this.restore();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const patient = this.view?.patient;
    if (patient) this.keeper_.name(`${patient.last_name} ${patient.first_name}`);
    // The chart changed under the draft: what the rules say of it may have, too.
    if (changed.get('view')) this.judgeAgain();
  }

  private judgeAgain(): void {
    if (this.draft_?.sending === 'open' && !this.busy) void this.assess();
  }

  override render(): TemplateResult | typeof nothing {
    const draft = this.draft_;
    if (!draft) return nothing;
    const locked = draft.sending === 'unknown' || this.busy;
    return html`<section class="card stack" aria-labelledby="new">
      <div class="row">
        <h2 id="new">${t('new')}</h2>
        ${this.kept_ && !isEmpty(draft) ? html`<span class="soft">${t('kept')}</span>` : nothing}
        <button class="small push" ?disabled=${locked} @click=${this.openRenewals}>
          ${t('renew')} <kbd aria-hidden="true">Alt+R</kbd>
        </button>
      </div>
      ${this.elsewhere_ ? html`<p class="unknown">${t('elsewhere')}</p>` : nothing}
      ${draft.sending === 'unknown' ? this.renderUnknown() : nothing}
      <curante-combobox
        label=${t('drug-search')}
        placeholder=${t('drug-hint')}
        hint="U"
        clear-after
        ?disabled=${locked}
        .finder=${findDrugs}
        @curante-choose=${(event: CustomEvent<formulary.Drug>) => void this.add(event.detail)}
      ></curante-combobox>
      ${draft.lines.length > 0 ? this.renderDraft(draft, locked) : nothing}
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.renewing_
        ? html`<curante-renew
            .patient=${this.patient}
            .therapies=${this.view?.therapies ?? []}
            .history=${this.history}
            @curante-close=${() => (this.renewing_ = false)}
            @curante-renew=${this.renew}
          ></curante-renew>`
        : nothing}
    </section>`;
  }

  private renderDraft(draft: EditDraft, locked: boolean): TemplateResult {
    return html`<div role="group" aria-label=${t('lines')}>
        ${repeat(
          draft.lines,
          (line) => line.key,
          (line, at) =>
            html`<curante-line-editor
              data-key=${line.key}
              .line=${line}
              number=${at + 1}
              ?disabled=${locked}
              @curante-change=${(event: CustomEvent<Partial<EditLine>>) =>
                this.change(changeLine(draft, line.key, event.detail))}
              @curante-remove=${() => this.drop(line)}
            ></curante-line-editor>`,
        )}
      </div>
      ${this.renderHead(draft, locked)}
      <curante-findings
        .draft=${draft}
        .assessment=${this.assessment_}
        ?stale=${this.stale_}
        @curante-override=${(
          event: CustomEvent<{ finding: prescribing.Finding; reason: string }>,
        ) => {
          const { finding, reason } = event.detail;
          this.change(override(draft, finding, reason));
        }}
      ></curante-findings>
      ${this.renderButtons(draft)}`;
  }

  private renderHead(draft: EditDraft, locked: boolean): TemplateResult {
    const box = (
      name: 'home_visit' | 'suggested' | 'obscured',
      label: 'home-visit' | 'suggested' | 'obscured',
    ): TemplateResult =>
      html`<label class="check">
        <input
          type="checkbox"
          .checked=${draft[name]}
          ?disabled=${locked}
          @change=${(event: Event) =>
            this.change({ ...draft, [name]: (event.target as HTMLInputElement).checked })}
        />${t(label)}
      </label>`;
    return html`<div class="head">
        <div class="field">
          <label for="exemption">${t('exemption')}</label>
          <select
            id="exemption"
            ?disabled=${locked}
            @change=${(event: Event) =>
              this.change({ ...draft, exemption: (event.target as HTMLSelectElement).value })}
          >
            <option value="" ?selected=${!draft.exemption}>${t('exemption-none')}</option>
            ${this.exemptions(draft).map(
              (code) =>
                html`<option value=${code} ?selected=${code === draft.exemption}>${code}</option>`,
            )}
          </select>
        </div>
        <curante-combobox
          label=${t('diagnosis')}
          .text=${[draft.diagnosis_code, draft.diagnosis_text].filter(Boolean).join(' ')}
          ?disabled=${locked}
          .finder=${(text: string, signal: AbortSignal) => this.findDiagnosis(text, signal)}
          @curante-choose=${(event: CustomEvent<terminology.Concept>) =>
            this.change({
              ...draft,
              diagnosis_code: event.detail.code,
              diagnosis_text: event.detail.text,
            })}
          @curante-clear=${() =>
            this.change({ ...draft, diagnosis_code: '', diagnosis_text: '' })}
        ></curante-combobox>
      </div>
      <div class="row">
        ${box('suggested', 'suggested')} ${box('home_visit', 'home-visit')}
        ${box('obscured', 'obscured')}
      </div>`;
  }

  private renderUnknown(): TemplateResult {
    return html`<div class="unknown" role="alert">
      <strong>${t('unknown-heading')}</strong>
      <p>${t('unknown-text')}</p>
    </div>`;
  }

  private renderButtons(draft: EditDraft): TemplateResult {
    const unknown = draft.sending === 'unknown';
    const ready = unknown || this.stale_ || this.assessment_?.can_issue === true;
    return html`<div class="row send">
      <button ?disabled=${this.busy || unknown} @click=${this.discard}>${t('discard')}</button>
      <span class="push">${this.renderVerdict()}</span>
      <button
        class="primary"
        data-issue
        ?disabled=${this.busy || !ready}
        @click=${() => void this.issue()}
      >
        ${this.busy ? t('issuing') : unknown ? t('issue-again') : t('issue')}
        <kbd aria-hidden="true">Alt+I</kbd>
      </button>
    </div>`;
  }

  /** The rules in one word, beside the button: the findings themselves may be out of sight. */
  private renderVerdict(): TemplateResult | typeof nothing {
    if (this.stale_) return html`<span class="soft">${t('rules-checking')}</span>`;
    const findings = this.assessment_?.findings ?? [];
    const count = (severity: prescribing.Finding['severity']): number =>
      findings.filter((one) => one.severity === severity).length;
    if (count('block') > 0) {
      return html`<curante-chip tone="red">${t('verdict-block', { count: count('block') })}</curante-chip>`;
    }
    if (count('confirm') > 0) {
      const tone = this.assessment_?.can_issue ? 'green' : 'amber';
      const key = this.assessment_?.can_issue ? 'verdict-confirmed' : 'verdict-confirm';
      return html`<curante-chip tone=${tone}>${t(key, { count: count('confirm') })}</curante-chip>`;
    }
    return nothing;
  }

  focusSearch(): void {
    this.find<Combobox>('curante-combobox')?.focus();
  }

  /** Adds the lines of an earlier prescription of this patient, or of one recipe of it. */
  async repeatPrescription(earlier: prescribing.Prescription, recipe = ''): Promise<void> {
    if (earlier.patient !== this.patient || this.draft_?.sending !== 'open') return;
    await this.grow((draft) => addRepeated(draft, earlier, recipe));
  }

  private exemptions(draft: EditDraft): string[] {
    const codes = this.view?.patient.exemptions.map((one) => one.code) ?? [];
    if (draft.exemption && !codes.includes(draft.exemption)) codes.push(draft.exemption);
    return codes;
  }

  private async restore(): Promise<void> {
    const { draft, kept, elsewhere } = await this.keeper_.load();
    if (!this.scope.isOpen) return;
    this.draft_ = draft;
    this.kept_ = kept;
    this.elsewhere_ = elsewhere;
    if (!isEmpty(draft)) void this.assess();
    await this.updateComplete;
    if (session.may('prescription.issue')) this.focusSearch();
  }

  private async findDiagnosis(text: string, signal: AbortSignal): Promise<Choices> {
    const wanted = text.toLowerCase();
    const own = (this.view?.problems ?? []).filter(
      (one) => one.active && one.icd9 && `${one.icd9} ${one.text}`.toLowerCase().includes(wanted),
    );
    const request = { system: 'icd9cm' as const, text, limit: 12 };
    const found = await call('terminology/1', 'Search', request, { signal });
    const concepts = [
      ...own.map((one) => ({ code: one.icd9, text: one.text })),
      ...found.concepts.filter((one) => !own.some((mine) => mine.icd9 === one.code)),
    ];
    return {
      more: found.more,
      choices: concepts.map((one) => ({ value: one, label: `${one.code} ${one.text}` })),
    };
  }

  private async add(drug: formulary.Drug): Promise<void> {
    const draft = this.draft_;
    if (!draft || draft.sending !== 'open') return;
    const line = newLine(drug);
    this.change({ ...draft, lines: [...draft.lines, line] });
    announce(t('added', { drug: line.drug_text }));
    await this.updateComplete;
    const editor = this.find<LineEditor>(`[data-key="${line.key}"]`);
    await editor?.updateComplete;
    editor?.focus();
  }

  private drop(line: EditLine): void {
    if (!this.draft_) return;
    this.change(removeLine(this.draft_, line.key));
    announce(t('removed', { drug: line.drug_text }));
    this.focusSearch();
  }

  private openRenewals = (): void => {
    if (this.draft_?.sending === 'open' && !this.busy) this.renewing_ = true;
  };

  private renew = (event: CustomEvent<chart.Therapy[]>): void => {
    this.renewing_ = false;
    void this.grow((draft) => addRenewals(draft, event.detail));
  };

  private async grow(add: (draft: EditDraft) => Promise<EditDraft>): Promise<void> {
    const before = this.draft_;
    if (!before) return;
    const grown = await this.act(() => add(before));
    if (!grown || !this.scope.isOpen || this.draft_ !== before) return;
    this.change(grown);
    announce(t('added', { drug: grown.lines.map((line) => line.drug_text).join(', ') }));
    await this.updateComplete;
    this.find<LineEditor>('curante-line-editor')?.focus();
  }

  private change(draft: EditDraft): void {
    if (this.draft_?.sending === 'unknown') return;
    this.draft_ = draft;
    this.kept_ = false;
    this.keeper_.save(draft);
    void this.assess();
  }

  /** Asks the rules about the draft as it is now; an answer about an older one is dropped. */
  private async assess(pause_ms = assess_pause_ms): Promise<void> {
    const draft = this.draft_;
    if (!draft || draft.lines.length === 0) {
      this.assessing_.cancel();
      this.assessment_ = undefined;
      this.stale_ = false;
      return;
    }
    this.stale_ = true;
    try {
      this.assessment_ = await this.assessing_.run(
        (signal) => this.scope.read('prescribing/1', 'Assess', { draft: toRequest(draft) }, signal),
        pause_ms,
      );
      this.stale_ = false;
      this.problem = undefined;
      const seen = keepSeen(draft, this.assessment_.findings);
      if (seen === draft || this.draft_ !== draft || draft.sending !== 'open') return;
      this.draft_ = seen;
      this.keeper_.save(seen);
      await this.assess(0);
    } catch (error) {
      if (isSilent(error)) return;
      this.assessment_ = undefined;
      this.stale_ = false;
      this.problem = asApiError(error);
    }
  }

  private async issue(): Promise<void> {
    if (this.busy || !this.draft_ || this.draft_.lines.length === 0) return;
    const again = this.draft_.sending === 'unknown';
    if (!again && this.stale_) await this.assess(0);
    const draft = this.draft_;
    if (this.busy || (!again && this.assessment_?.can_issue !== true)) return;
    await this.act(() => this.send(draft));
  }

  /** From here on the draft may be on its way: it is not changed until an answer says otherwise. */
  private async send(draft: EditDraft): Promise<void> {
    const sent: EditDraft = { ...draft, sending: 'unknown' };
    this.keeper_.save(sent);
    let issued: prescribing.Prescription;
    try {
      issued = await this.scope.write('prescribing/1', 'Issue', { draft: toRequest(sent) });
    } catch (error) {
      const unknown = !(error instanceof ApiError) || error.outcomeUnknown;
      const kept: EditDraft = { ...draft, sending: unknown ? 'unknown' : 'open' };
      this.keeper_.save(kept);
      if (this.isConnected) this.draft_ = kept;
      throw error;
    }
    this.keeper_.forget();
    if (!this.scope.isOpen) return;
    this.draft_ = newDraft(this.patient);
    this.assessment_ = undefined;
    const count = issued.recipes.length;
    announce(count === 1 ? t('issued-one') : t('issued-many', { count }));
    this.dispatchEvent(new CustomEvent('curante-issued', { detail: issued }));
    await this.updateComplete;
    this.focusSearch();
  }

  private discard = async (): Promise<void> => {
    const name = this.view ? `${this.view.patient.last_name} ${this.view.patient.first_name}` : '';
    const sure = await askToConfirm({
      heading: t('discard-heading'),
      text: t('discard-text', { name }),
      confirm: t('discard'),
      danger: true,
    });
    if (!sure || this.draft_?.sending === 'unknown') return;
    this.keeper_.forget();
    this.draft_ = newDraft(this.patient);
    this.problem = undefined;
    void this.assess();
    announce(t('discarded'));
    await this.updateComplete;
    this.focusSearch();
  };
}
