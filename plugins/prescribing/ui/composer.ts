// SPDX-License-Identifier: Apache-2.0
import {
  addShortcut,
  announce,
  asApiError,
  askToConfirm,
  call,
  checkAddress,
  css,
  customElement,
  focusIsLost,
  html,
  isSilent,
  nothing,
  PatientElement,
  property,
  rememberFocus,
  repeat,
  session,
  state,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { chart, prescribing } from '@curante/contracts';
import './composer-dialogs';
import type { Over } from './composer-dialogs';
import {
  changeLine,
  isEmpty,
  isSame,
  keyOf,
  newDraft,
  override,
  removeLine,
  toRequest,
  type EditDraft,
  type EditLine,
  type Handover,
} from './draft';
import { chosenOf } from './delivery';
import './contact-form';
import './draft-head';
import { DraftJudge, type Judged } from './draft-judge';
import { DraftKeeper } from './draft-keeper';
import { newsOfSent, sendDraft, sendingAfter, type Sent } from './draft-sender';
import { Favourites } from './favourites';
import { addUnder, type Wanting } from './exemption';
import './findings';
import type { Findings } from './findings';
import './line-editor';
import type { LineEditor } from './line-editor';
import type { Found } from './line-finder';
import './line-search';
import type { LineSearch } from './line-search';
import { newServiceLine, whiteLines } from './lines';
import './plan';
import { draftOf } from './from-prepared';
import './prepare-bar';
import { t } from './prescribing-texts';
import { addRenewals, addRepeated, addTemplate, drugToAdd } from './refill';
import './send-bar';
import type { SendBar } from './send-bar';

/** Writes one prescription of one patient, says what the rules say, and issues it once. */
@customElement('curante-composer')
export class Composer extends PatientElement {
  @property({ attribute: false }) view: chart.ChartView | undefined;
  /** How long each long-term therapy still lasts. */
  @property({ attribute: false }) stock: ReadonlyMap<string, prescribing.Stock> = new Map();
  @state() private draft_: EditDraft | undefined;
  /** Keys of the lines at the patient's own charge, as the rules said last. */
  @state() private white_: ReadonlySet<string> = new Set();
  @state() private judged_: Judged = { assessment: undefined, stale: false, problem: undefined };
  @state() private kept_ = false;
  @state() private elsewhere_ = false;
  @state() private over_: Over = '';
  @state() private contacts_ = false;
  private keeper_!: DraftKeeper;
  /** Lines on their way into the draft: who sends meanwhile means them, too. */
  private growing_ = Promise.resolve();
  /** What is being repeated: a double click means it once. */
  private readonly repeating_ = new Set<string>();
  /** The draft is there: the kept one, or a new one. */
  private ready_ = Promise.resolve();
  /** Who may not issue prepares what a doctor will. */
  private readonly signs_ = session.may('prescription.issue');
  private readonly favourites_ = new Favourites(() => this.requestUpdate());
  private readonly judge_ = new DraftJudge(
    (draft, signal) =>
      this.scope.read('prescribing/1', 'Assess', { draft: toRequest(draft) }, signal),
    (judged) => this.judged(judged),
  );

  static override styles = [
    PatientElement.styles,
    css`
      .unknown {
        background: var(--amber-soft);
        border: 1px solid var(--amber-line);
        border-left: 4px solid var(--amber);
        border-radius: var(--radius);
        padding: 0.5rem 0.7rem;
      }
      .prepared {
        background: var(--blue-soft);
        border-left: 4px solid var(--blue-line);
        border-radius: var(--radius);
        padding: 0.35rem 0.7rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.keeper_ = new DraftKeeper(this.patient);
    this.shortcut('i', t(this.signs_ ? 'issue' : 'prepare'), () => void this.issue());
    this.shortcut('r', t('renew'), () => this.open('renew'));
    this.until(
      addShortcut('u', t('new-drug'), () => this.focusSearch('drug')),
      addShortcut('e', t('new-service'), () => this.focusSearch('service')),
    );
    if (this.signs_) {
      this.shortcut('o', t('templates'), () => this.open('templates'));
      this.until(addShortcut('c', t('delivery'), () => this.focusDelivery()));
      void this.attempt(() => this.favourites_.load());
    }
    // The same drug may be on its way from another window, or from a colleague's.
    this.onEvent('recipe-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) this.judgeAgain();
    });
    this.ready_ = this.restore();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.view) this.keeper_.name(this.patientName);
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
        <span class="push"></span>
        ${this.signs_
          ? html`<button class="small" ?disabled=${locked} @click=${() => this.open('templates')}>
              ${t('templates')} <kbd aria-hidden="true">Alt+O</kbd>
            </button>`
          : nothing}
        <button class="small" ?disabled=${locked} @click=${() => this.open('renew')}>
          ${t('renew')} <kbd aria-hidden="true">Alt+R</kbd>
        </button>
      </div>
      ${this.elsewhere_ ? html`<p class="unknown">${t('elsewhere')}</p>` : nothing}
      ${draft.sending === 'unknown' ? this.renderUnknown() : nothing}
      ${draft.handover.by
        ? html`<p class="prepared">
            ${t('prepared-by', { name: draft.handover.by })}
            ${draft.handover.note ? html`<strong>«${draft.handover.note}»</strong>` : nothing}
          </p>`
        : nothing}
      <curante-line-search
        ?disabled=${locked}
        @curante-found=${(event: CustomEvent<Found>) => void this.add(event.detail)}
      ></curante-line-search>
      ${draft.lines.length > 0
        ? this.renderDraft(draft, locked)
        : html`<curante-problem .problem=${this.problem}></curante-problem>`}
      <curante-composer-dialogs
        .patient=${this.patient}
        .over=${this.over_}
        .draft=${draft}
        .therapies=${this.view?.therapies ?? []}
        .stock=${this.stock}
        @curante-close=${() => (this.over_ = '')}
        @curante-templates=${() => void this.attempt(() => this.favourites_.load())}
        @curante-renew=${(event: CustomEvent<chart.Therapy[]>) =>
          void this.growBy((before) => addRenewals(before, event.detail, this.exemptions))}
        @curante-insert=${(event: CustomEvent<prescribing.Template>) =>
          void this.growBy((before) => addTemplate(before, event.detail))}
      ></curante-composer-dialogs>
    </section>`;
  }

  private renderDraft(draft: EditDraft, locked: boolean): TemplateResult {
    const { assessment, stale } = this.judged_;
    return html`<div role="group" aria-label=${t('lines')}>
        ${repeat(
          draft.lines,
          (line) => line.key,
          (line, at) =>
            html`<curante-line-editor
              data-key=${line.key}
              .line=${line}
              number=${at + 1}
              .exemptions=${this.exemptions}
              exemption=${draft.exemption}
              ?disabled=${locked}
              ?white=${line.white || this.white_.has(line.key)}
              ?favourite=${this.favourites_.has(line)}
              ?on-paper=${draft.on_paper}
              @curante-change=${(event: CustomEvent<Partial<EditLine>>) =>
                this.alter((now) => changeLine(now, line.key, event.detail))}
              @curante-remove=${() => this.drop(line)}
              @curante-favourite=${() => void this.attempt(() => this.favourites_.turn(line))}
            ></curante-line-editor>`,
        )}
      </div>
      <curante-draft-head
        .draft=${draft}
        .view=${this.view}
        ?disabled=${locked}
        @curante-change=${(event: CustomEvent<Partial<EditDraft>>) =>
          this.alter((now) => ({ ...now, ...event.detail }))}
      ></curante-draft-head>
      <curante-findings
        .draft=${draft}
        .assessment=${assessment}
        ?stale=${stale}
        @curante-override=${(
          event: CustomEvent<{ finding: prescribing.Finding; reason: string }>,
        ) => {
          const { finding, reason } = event.detail;
          this.alter((now) => override(now, finding, reason));
        }}
      ></curante-findings>
      <curante-plan
        .draft=${draft}
        .recipes=${assessment?.recipes ?? []}
        .white=${assessment?.white_lines ?? []}
      ></curante-plan>
      ${this.signs_ ? this.renderSendBar(draft) : this.renderPrepareBar(draft)}
      ${this.contacts_
        ? html`<curante-contact-form
            .patient=${this.patient}
            @curante-close=${() => (this.contacts_ = false)}
          ></curante-contact-form>`
        : nothing}`;
  }

  private renderSendBar(draft: EditDraft): TemplateResult {
    const { assessment, stale } = this.judged_;
    return html`<curante-send-bar
      .refusal=${this.problem}
      .assessment=${assessment}
      ?stale=${stale}
      ?unknown=${draft.sending === 'unknown'}
      ?sending=${this.busy}
      delivery=${draft.delivery}
      @curante-delivery=${(event: CustomEvent<string>) =>
        this.alter((now) => ({ ...now, delivery: event.detail }))}
      @curante-usual=${(event: CustomEvent<string>) => void this.makeUsual(event.detail)}
      @curante-contacts=${() => (this.contacts_ = true)}
      @curante-issue=${() => void this.issue()}
      @curante-discard=${() => void this.discard()}
      @curante-keep=${() => this.open('keep')}
    ></curante-send-bar>`;
  }

  private renderPrepareBar(draft: EditDraft): TemplateResult {
    const { assessment, stale } = this.judged_;
    return html`<curante-prepare-bar
      .refusal=${this.problem}
      .assessment=${assessment}
      ?stale=${stale}
      .handover=${draft.handover}
      holder=${this.view?.patient.doctor ?? ''}
      ?unknown=${draft.sending === 'unknown'}
      ?sending=${this.busy}
      @curante-handover=${(event: CustomEvent<Handover>) => {
        if (this.draft_) this.keep({ ...this.draft_, handover: event.detail });
      }}
      @curante-prepare=${() => void this.issue()}
      @curante-discard=${() => void this.discard()}
    ></curante-prepare-bar>`;
  }

  private renderUnknown(): TemplateResult {
    return html`<div class="unknown" role="alert">
      <strong>${t('unknown-heading')}</strong>
      <p>${t(this.signs_ ? 'unknown-text' : 'unknown-prepare-text')}</p>
    </div>`;
  }

  private open(over: Over): void {
    if (this.draft_?.sending === 'open' && !this.busy) this.over_ = over;
  }

  focusSearch(kind?: EditLine['kind']): void {
    this.find<LineSearch>('curante-line-search')?.begin(kind);
  }

  /** Adds the lines of an earlier prescription of this patient, or of one recipe of it. */
  async repeatPrescription(earlier: prescribing.Prescription, recipe = ''): Promise<void> {
    const what = `${earlier.id} ${recipe}`;
    if (this.repeating_.has(what)) return;
    this.repeating_.add(what);
    try {
      await this.ready_;
      if (earlier.patient !== this.patient || this.draft_?.sending !== 'open') return;
      await this.growBy((draft) => addRepeated(draft, earlier, this.exemptions, recipe));
    } finally {
      this.repeating_.delete(what);
    }
  }

  /**
   * Puts what was prepared for a doctor in place of the draft. Asks first when that loses something:
   * another draft, or what was changed in this very one since it was opened.
   */
  async openPrepared(prepared: prescribing.Prepared): Promise<void> {
    await this.ready_;
    const before = this.draft_;
    if (prepared.patient !== this.patient || before?.sending !== 'open' || this.busy) return;
    const draft = await this.act(() => draftOf(prepared, this.signs_));
    if (!draft || !this.scope.isOpen) return;
    const opened = before.id === draft.id;
    if (!isEmpty(before) && !(opened && isSame(before, draft)) && !(await this.mayReplace(opened))) {
      return;
    }
    if (!this.scope.isOpen || this.draft_?.id !== before.id || this.draft_.sending !== 'open') return;
    this.change(draft);
    await this.focusLine(draft.lines[0]?.key ?? '');
  }

  private async restore(): Promise<void> {
    const { draft, kept, elsewhere } = await this.keeper_.load();
    if (!this.scope.isOpen) return;
    this.draft_ = draft;
    this.kept_ = kept;
    this.elsewhere_ = elsewhere;
    if (!isEmpty(draft)) void this.assess();
    await this.updateComplete;
    this.focusSearch();
  }

  private async add(found: Found): Promise<void> {
    if (found.what === 'template') {
      await this.growBy((draft) => addTemplate(draft, found.template));
      return;
    }
    const wanting =
      found.what === 'drug'
        ? drugToAdd(this.patient, found.drug, this.exemptions)
        : Promise.resolve({ line: newServiceLine(found.service), exemption: undefined });
    await this.grow(async () => this.addLine(await wanting));
  }

  /** To the draft as it is by then: the rules may have spoken meanwhile. */
  private async addLine(wanting: Wanting): Promise<void> {
    const draft = this.draft_;
    if (!this.scope.isOpen || !draft || draft.sending !== 'open') return;
    this.change(addUnder(draft, [wanting]));
    announce(t('added', { drug: wanting.line.text }));
    await this.focusLine(wanting.line.key);
  }

  private drop(line: EditLine): void {
    if (!this.draft_) return;
    this.change(removeLine(this.draft_, line.key));
    announce(t('removed', { drug: line.text }));
    this.focusSearch();
  }

  /** One after the other: each adds to what the one before has left. */
  private grow(step: () => Promise<void>): Promise<void> {
    this.growing_ = this.growing_.then(step).catch((error: unknown) => {
      if (!isSilent(error)) this.problem = asApiError(error);
    });
    return this.growing_;
  }

  private growBy(add: (draft: EditDraft) => Promise<EditDraft>): Promise<void> {
    return this.grow(async () => {
      const added = await this.act(() => this.grown(add));
      if (!added) return;
      announce(t('added', { drug: added.map((line) => line.text).join(', ') }));
      await this.focusLine((added[0] ?? this.draft_?.lines[0])?.key ?? '');
    });
  }

  /** Takes over what `add` makes of the draft; made again of one that changed meanwhile. */
  private async grown(
    add: (draft: EditDraft) => Promise<EditDraft>,
  ): Promise<EditLine[] | undefined> {
    for (;;) {
      const before = this.draft_;
      if (before?.sending !== 'open') return undefined;
      const after = await add(before);
      if (!this.scope.isOpen) return undefined;
      if (this.draft_ !== before) continue;
      this.change(after);
      return after.lines.slice(before.lines.length);
    }
  }

  private async focusLine(key: string): Promise<void> {
    await this.updateComplete;
    const editor = this.find<LineEditor>(`[data-key="${key}"]`);
    await editor?.updateComplete;
    editor?.focus();
  }

  /** Of the draft as it is by now: between two renderings several things may change it. */
  private alter(change: (now: EditDraft) => EditDraft): void {
    if (this.draft_) this.change(change(this.draft_));
  }

  private change(draft: EditDraft): void {
    if (this.draft_?.sending === 'unknown') return;
    this.keep(draft);
    void this.assess();
  }

  private keep(draft: EditDraft): void {
    this.draft_ = draft;
    this.kept_ = false;
    this.keeper_.save(draft);
  }

  private judged(judged: Judged): void {
    this.judged_ = judged;
    if (judged.stale) return;
    this.problem = judged.problem === undefined ? undefined : asApiError(judged.problem);
  }

  private async assess(pause?: number): Promise<void> {
    const draft = this.draft_;
    if (!draft) return;
    const seen = await this.judge_.judge(draft, pause);
    const { assessment } = this.judged_;
    if (seen && assessment) this.white_ = whiteLines(seen, assessment.white_lines);
    if (!seen || seen === draft || this.draft_ !== draft || draft.sending !== 'open') return;
    this.draft_ = seen;
    this.keeper_.save(seen);
  }

  private async issue(): Promise<void> {
    await this.growing_;
    if (this.busy || !this.draft_ || this.draft_.lines.length === 0) return;
    const again = this.draft_.sending === 'unknown';
    if (!again && this.judged_.stale) await this.assess(0);
    const draft = this.draft_;
    // What stands against it does not keep staff from handing it to a doctor.
    if (this.busy) return;
    if (!again && this.signs_ && !this.judge_.canIssue) {
      this.showFirst(draft);
      return;
    }
    const restoreFocus = rememberFocus();
    await this.act(async () => {
      const delivered = again || !this.signs_ ? draft : await this.withDelivery(draft);
      if (delivered) await this.send(delivered);
    });
    // It goes on here: the fields, which rested meanwhile, have let go of the focus.
    await this.updateComplete;
    if (focusIsLost()) restoreFocus();
    // What was sent is gone with its fields: the next prescription begins here.
    if (focusIsLost()) this.focusSearch();
  }

  /** To what keeps it from being sent; a note is chosen in its line, not where its lack is told. */
  private showFirst(draft: EditDraft): void {
    const first = this.judged_.assessment?.findings.find((one) => one.severity === 'block');
    const key = first?.code === 'aifa-note-required' ? keyOf(draft, first.line) : '';
    const editor = key && this.find<LineEditor>(`[data-key="${key}"]`);
    if (editor) editor.focusNote();
    else this.find<Findings>('curante-findings')?.showFirst();
  }

  /** The draft with what the bar shows of its delivery; nothing when its address is not the right one. */
  private async withDelivery(draft: EditDraft): Promise<EditDraft | undefined> {
    const choices = this.judged_.assessment?.deliveries ?? [];
    const usual = this.judged_.assessment?.usual_delivery;
    const choice = chosenOf(draft.delivery, choices, usual);
    if (!(await checkAddress(this.patient, this.patientName, choice))) return undefined;
    return { ...draft, delivery: choice?.mode ?? '' };
  }

  /** How this doctor's recipes go unless somebody says otherwise; an empty mode: as in the region. */
  private async makeUsual(mode: string): Promise<void> {
    const saved = await this.attempt(() => call('prescribing/1', 'SaveUsualDelivery', { mode }));
    if (!saved) return;
    announce(t(saved.mode ? 'usual-kept' : 'usual-dropped'));
    this.judgeAgain();
  }

  private focusDelivery(): void {
    this.find<SendBar>('curante-send-bar')?.focusDelivery();
  }

  /** From here on the draft may be on its way: it is not changed until an answer says otherwise. */
  private async send(draft: EditDraft): Promise<void> {
    const sent: EditDraft = { ...draft, sending: 'unknown' };
    this.keeper_.save(sent);
    let done: Sent;
    try {
      done = await sendDraft(this.scope, sent, this.signs_);
    } catch (error) {
      const kept: EditDraft = { ...draft, sending: sendingAfter(error, draft.sending) };
      this.keeper_.save(kept);
      if (this.isConnected) this.draft_ = kept;
      throw error;
    }
    this.keeper_.forget();
    if (!this.scope.isOpen) return;
    announce(newsOfSent(done));
    if (done.what === 'issued') {
      this.dispatchEvent(new CustomEvent('curante-issued', { detail: done.prescription }));
    }
    await this.begin();
  }

  private async begin(): Promise<void> {
    this.draft_ = newDraft(this.patient);
    this.judge_.forget();
    await this.updateComplete;
    this.focusSearch();
  }

  private async discard(): Promise<void> {
    if (!(await this.mayDiscard()) || this.draft_?.sending === 'unknown') return;
    this.keeper_.forget();
    announce(t('discarded'));
    await this.begin();
  }

  private mayDiscard(): Promise<boolean> {
    return askToConfirm({
      heading: t('discard-heading'),
      text: t('discard-text', { name: this.patientName }),
      confirm: t('discard'),
      decline: t('discard-decline'),
      danger: true,
    });
  }

  private mayReplace(opened: boolean): Promise<boolean> {
    if (!opened) return this.mayDiscard();
    return askToConfirm({
      heading: t('reopen-heading'),
      text: t('reopen-text', { name: this.patientName }),
      confirm: t('reopen-confirm'),
      decline: t('reopen-decline'),
      danger: true,
    });
  }

  private get exemptions(): chart.Exemption[] {
    return this.view?.patient.exemptions ?? [];
  }

  private get patientName(): string {
    const patient = this.view?.patient;
    return patient ? `${patient.last_name} ${patient.first_name}` : '';
  }
}
