// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  css,
  CuranteElement,
  customElement,
  focusIsLost,
  format,
  html,
  nothing,
  picker,
  property,
  refusals,
  rememberFocus,
  session,
  state,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, prescribing, studio } from '@curante/contracts';
import './approval-rows';
import type { ApprovalRows } from './approval-rows';
import { afterOutcome, approveAll, canApprove, changedSince } from './approval-run';
import './decline-dialog';
import { LiveList } from './live-list';
import { isReadyToPrint, papersOf, showPapers, type Printing } from './papers';
import { patientName } from './prepared-words';
import './studio-views';
import { t } from './studio-texts';

/** A hundred recipes change within half a minute: the list is not read anew for each. */
const together_ms = 1500;

interface Found {
  waiting: studio.PreparedRow[];
  /** Of those approved since the page was opened, as they stand now. */
  issued: ReadonlyMap<string, studio.PreparedRow>;
}

const isMine = ({ prepared }: studio.PreparedRow): boolean => prepared.doctor === session.account;

/** What was prepared for the doctor: looked through, approved in one go, declined one by one. */
@customElement('curante-approvals')
export class Approvals extends LiveList<Found> {
  @property({ attribute: false }) doctors: accounts.Doctor[] = [];
  @state() private waiting_: studio.PreparedRow[] | undefined;
  /** Approved since the page was opened, so that the doctor sees what becomes of them. */
  @state() private done_: ReadonlyMap<string, studio.PreparedRow> = new Map();
  @state() private picked_: ReadonlySet<string> = new Set();
  /** Of which the rules say something else since they were shown; until the doctor picks each. */
  @state() private changed_: ReadonlySet<string> = new Set();
  @state() private outcomes_: ReadonlyMap<string, prescribing.Validated> = new Map();
  @state() private run_: { done: number; of: number } | undefined;
  @state() private declining_: studio.PreparedRow | undefined;
  @state() private doctor_ = session.account;
  /** Whether what staff prepared is printed from here, as the practice has it. */
  @state() private printing_: Printing | undefined;
  /** Papers of what was approved here that are to be printed now. */
  @state() private papers_: studio.Row[] = [];
  /** Recipes whose papers were shown to be printed. */
  private readonly printed_ = new Set<string>();
  private soon_: ReturnType<typeof setTimeout> | undefined;
  /** No row has been there yet to put the focus on. */
  private fresh_ = true;

  static override styles = [
    CuranteElement.styles,
    css`
      progress {
        width: 12rem;
        height: 1rem;
        accent-color: var(--accent);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.shortcut('a', t('pick-all'), () => this.pickAll());
    this.shortcut('i', t('approve-short'), () => void this.approve());
    this.shortcut('b', t('print-approved-short'), () => this.printOnce());
    this.onEvent('prepared-changed/1', () => this.follow(300));
    this.onEvent('signers-changed/1', () => this.follow(300));
    this.onEvent('recipe-changed/1', (data) => {
      if (this.done_.has((data as { prescription: string }).prescription)) this.loadSoon();
    });
    // The rules may say something else of a patient whose chart changed.
    this.onEvent('chart-changed/1', () => this.follow(300));
    this.until(() => clearTimeout(this.soon_));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.fresh_ && this.rows.length > 0) void this.focusRows();
  }

  /** By whatever reading the first rows came; never away from where one is on this page. */
  private async focusRows(): Promise<void> {
    this.fresh_ = false;
    const rows = this.find<ApprovalRows>('curante-approval-rows');
    await rows?.updateComplete;
    if (!this.shadowRoot?.activeElement) rows?.focus();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <div class="bar">
        <h1>${t('heading')}</h1>
        <curante-studio-views></curante-studio-views>
        ${this.doctors.length > 1 ? this.renderDoctors() : nothing}
        <span class="push"></span>
        ${this.printing_ ? this.renderPrinting() : nothing}
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.waiting_ ? this.renderList(this.rows) : html`<p role="status">${t('loading')}</p>`}
      ${this.declining_
        ? html`<curante-decline
            .row=${this.declining_}
            @curante-close=${() => (this.declining_ = undefined)}
            @curante-declined=${() => this.declined()}
          ></curante-decline>`
        : nothing}
    </div>`;
  }

  /** Whose: one's own, or everybody's, to take over from a doctor who is away. */
  private renderDoctors(): TemplateResult {
    return html`<div class="field">
      ${picker({
        id: 'whose',
        name: t('doctor'),
        value: this.doctor_,
        choices: [
          { value: session.account, text: t('approve-mine') },
          { value: '', text: t('doctor-all') },
        ],
        pick: (doctor) => {
          this.doctor_ = doctor;
          void this.load();
        },
      })}
    </div>`;
  }

  /** The manual's "modalità di stampa": of all the practice. */
  private renderPrinting(): TemplateResult {
    return html`<div class="field">
      ${picker({
        id: 'printing',
        name: t('printing'),
        value: this.printing_ ?? '',
        choices: (['after', 'during', 'none'] as const).map((value) => ({
          value,
          text: t(`printing-${value}`),
        })),
        pick: (value) => void this.savePrinting(value as Printing),
      })}
    </div>`;
  }

  private async savePrinting(printing: Printing): Promise<void> {
    const before = this.printing_;
    this.printing_ = printing;
    const saved = await this.act(() => call('prescribing/1', 'SavePreparedPrinting', { printing }));
    this.printing_ = saved?.printing ?? before;
    if (saved) announce(t('printing-saved'));
    await this.findPapers();
  }

  private renderList(rows: studio.PreparedRow[]): TemplateResult {
    if (rows.length === 0) return html`<div class="card"><p class="empty">${t('approve-none')}</p></div>`;
    return html`<div class="card">
      <curante-approval-rows
        .rows=${rows}
        .picked=${this.picked_}
        .changed=${this.changed_}
        .outcomes=${this.outcomes_}
        ?running=${this.run_ !== undefined}
        @curante-pick=${(event: CustomEvent<string>) => this.turn(event.detail)}
        @curante-decline=${(event: CustomEvent<studio.PreparedRow>) =>
          (this.declining_ = event.detail)}
        @curante-take=${(event: CustomEvent<studio.PreparedRow>) => void this.take(event.detail)}
      ></curante-approval-rows>
      ${this.renderBar()}
    </div>`;
  }

  private renderBar(): TemplateResult {
    const ready = this.pickable.length;
    const count = this.picked_.size;
    const accepted = [...this.done_.values()].filter(
      ({ prepared }) => prepared.accepted > 0 && prepared.moving === 0 && prepared.refused === 0,
    ).length;
    return html`<div class="row list-foot">
      <button ?disabled=${ready === 0 || this.run_ !== undefined} @click=${() => this.pickAll()}>
        ${count === ready && ready > 0 ? t('pick-none') : t('pick-all-count', { count: ready })}
        <kbd aria-hidden="true">Alt+A</kbd>
      </button>
      <span class="push" role="status">
        ${this.run_
          ? html`<progress max=${this.run_.of} value=${this.run_.done} aria-label=${t('approving')}></progress>
              ${t('approved-of', { done: this.run_.done, of: this.run_.of })}`
          : this.done_.size > 0
            ? t('accepted-of', { done: accepted, of: this.done_.size })
            : nothing}
      </span>
      ${this.renderChanged()} ${this.renderPapers()}
      <button
        class="primary"
        data-approve
        ?disabled=${count === 0 || this.run_ !== undefined}
        @click=${() => void this.approve()}
      >
        ${count > 1 ? t('approve-count', { count }) : t('approve')}
        <kbd aria-hidden="true">Alt+I</kbd>
      </button>
    </div>`;
  }

  /** Asked for by a key: papers that come of their own accord would take the keys from the list. */
  private renderPapers(): TemplateResult | typeof nothing {
    const count = this.papers_.length;
    if (count === 0) return nothing;
    return html`<button data-print-approved @click=${() => this.printOnce()}>
      ${count === 1 ? t('print-approved-one') : t('print-approved', { count })}
      <kbd aria-hidden="true">Alt+B</kbd>
    </button>`;
  }

  /** Pressed again before the papers are shown, they are shown once. */
  private printOnce(): void {
    void this.act(() => this.print());
  }

  /** What was approved here, as far as it is to be printed by now. */
  private async findPapers(): Promise<void> {
    if (!this.printing_ || this.printing_ === 'none' || this.done_.size === 0) {
      this.papers_ = [];
      return;
    }
    const day = await this.attempt(() => call('studio/1', 'GetDay', {}));
    if (!day) return;
    const approved = day.rows.filter((row) => this.done_.has(row.prescription));
    const all = papersOf(approved, this.printing_).filter((row) => !this.printed_.has(row.recipe));
    if (all.length > 0 && this.papers_.length === 0) announce(t('print-approved-ready', { count: all.length }));
    this.papers_ = all;
  }

  private async print(): Promise<void> {
    const papers = this.papers_.filter(isReadyToPrint);
    if (papers.length === 0) return;
    const restoreFocus = rememberFocus();
    await showPapers(papers, (work) => this.attempt(work), (printed) => {
      for (const row of printed) this.printed_.add(row.recipe);
    });
    await this.findPapers();
    await this.updateComplete;
    if (focusIsLost()) restoreFocus();
  }

  /** Changed rows may be far out of sight. */
  private renderChanged(): TemplateResult | typeof nothing {
    const count = this.changed_.size;
    if (count === 0) return nothing;
    return html`<button
      data-changed
      @click=${() => this.find<ApprovalRows>('curante-approval-rows')?.focusChanged()}
    >
      ${count === 1 ? t('changed-look-one') : t('changed-look', { count })}
    </button>`;
  }

  /** Those that wait and those just approved, in the order of preparation. */
  private get rows(): studio.PreparedRow[] {
    const waiting = (this.waiting_ ?? []).filter((row) => !this.done_.has(row.prepared.id));
    return [...this.done_.values(), ...waiting].sort((a, b) =>
      a.prepared.at.localeCompare(b.prepared.at),
    );
  }

  private ready(): studio.PreparedRow[] {
    return this.rows.filter((row) => canApprove(row, session.account));
  }

  /** What can be picked together: a changed one is picked by itself, by who looks at it. */
  private get pickable(): string[] {
    return this.ready()
      .map((row) => row.prepared.id)
      .filter((id) => !this.changed_.has(id));
  }

  private pickAll(): void {
    if (this.run_) return;
    const all = this.pickable;
    this.picked_ = new Set(this.picked_.size === all.length ? [] : all);
    announce(t('picked', { count: this.picked_.size }));
  }

  private turn(id: string): void {
    const picked = new Set(this.picked_);
    if (!picked.delete(id)) picked.add(id);
    this.picked_ = picked;
    this.changed_ = new Set([...this.changed_].filter((one) => one !== id));
  }

  private loadSoon(): void {
    this.soon_ ??= setTimeout(() => {
      this.soon_ = undefined;
      void this.load();
    }, together_ms);
  }

  /** While a run goes on its outcomes are what changes the rows. */
  protected override get rests(): boolean {
    return this.run_ !== undefined;
  }

  protected override show(found: Found): void {
    const changed = changedSince(this.waiting_ ?? [], found.waiting.filter(isMine));
    this.waiting_ = found.waiting;
    this.done_ = new Map(
      [...this.done_].map(([id, row]) => [id, found.issued.get(id) ?? row]),
    );
    this.mark(changed);
    // What is gone, or changed so that it needs a look, is not picked any longer.
    const all = new Set(this.pickable);
    this.picked_ = new Set([...this.picked_].filter((id) => all.has(id)));
    if (changed.length > 0) this.tellChanged(changed);
    void this.findPapers();
  }

  /** Marks what changed until it is looked at; what waits no longer needs no mark. */
  private mark(changed: string[]): void {
    const waiting = new Set(this.waiting_?.map((row) => row.prepared.id));
    this.changed_ = new Set([...this.changed_, ...changed].filter((id) => waiting.has(id)));
  }

  private tellChanged(changed: string[]): void {
    const only = this.waiting_?.find((row) => row.prepared.id === changed[0]);
    const one = changed.length === 1 && only;
    announce(
      one
        ? t('changed-told-one', { name: patientName(only) })
        : t('changed-told', { count: changed.length }),
    );
  }

  protected override async read(signal: AbortSignal): Promise<Found> {
    const ask = (more: { states?: prescribing.Prepared['state'][]; from?: string }) =>
      call('studio/1', 'GetPrepared', { doctor: this.doctor_, ...more }, { signal });
    this.printing_ ??= (await call('prescribing/1', 'GetPreparedPrinting', {}, { signal })).printing;
    const { rows: waiting } = await ask({});
    const first = [...this.done_.values()].map((row) => row.prepared.at).sort()[0];
    if (!first) return { waiting, issued: new Map() };
    const from = format.today(new Date(first));
    const { rows } = await ask({ states: ['issued'], from });
    return { waiting, issued: new Map(rows.map((row) => [row.prepared.id, row])) };
  }

  private async approve(): Promise<void> {
    const chosen = this.ready().filter((row) => this.picked_.has(row.prepared.id));
    if (this.run_ || chosen.length === 0) return;
    this.run_ = { done: 0, of: chosen.length };
    const by_id = new Map(chosen.map((row) => [row.prepared.id, row]));
    await this.attempt(() =>
      approveAll(
        chosen,
        (approvals) => call('prescribing/1', 'Validate', { approvals }),
        (outcomes) => this.told(outcomes, by_id),
      ),
    );
    const done = [...by_id.keys()].filter((id) => this.done_.has(id)).length;
    this.run_ = undefined;
    announce(t('approved-told', { done, of: chosen.length }));
    await this.load();
  }

  private told(
    outcomes: prescribing.Validated[],
    by_id: ReadonlyMap<string, studio.PreparedRow>,
  ): void {
    const picked = new Set(this.picked_);
    const done = new Map(this.done_);
    const changed = new Map<string, studio.PreparedRow>();
    for (const one of outcomes) {
      picked.delete(one.prepared);
      const before = by_id.get(one.prepared);
      if (!before) continue;
      const row = afterOutcome(before, one);
      (row.prepared.state === 'issued' ? done : changed).set(one.prepared, row);
    }
    const unseen = changedSince([...by_id.values()], [...changed.values()]);
    this.waiting_ = this.waiting_?.map((row) => changed.get(row.prepared.id) ?? row);
    this.mark(unseen);
    this.outcomes_ = new Map([...this.outcomes_, ...outcomes.map((one) => [one.prepared, one] as const)]);
    this.done_ = done;
    this.picked_ = picked;
    for (const code of new Set(outcomes.map((one) => one.code))) refusals.tell(code);
    if (this.run_) this.run_ = { ...this.run_, done: this.run_.done + outcomes.length };
  }

  private declined(): void {
    const row = this.declining_;
    this.declining_ = undefined;
    if (row) announce(t('declined-told', { name: patientName(row) }));
    void this.load();
  }

  private async take(row: studio.PreparedRow): Promise<void> {
    const { id, patient } = row.prepared;
    const done = await this.act(() =>
      call('prescribing/1', 'AssignPrepared', { id, doctor: session.account }, { patient }),
    );
    if (done) announce(t('taken', { name: patientName(row) }));
    if (done) await this.load();
  }
}
