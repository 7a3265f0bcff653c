// SPDX-License-Identifier: Apache-2.0
import {
  call,
  css,
  CuranteElement,
  customElement,
  doctorFilter,
  format,
  html,
  nothing,
  property,
  session,
  state,
  tick,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, studio } from '@curante/contracts';
import { t } from './studio-texts';
import './approvals';
import { LiveList } from './live-list';
import { stillThere, turned } from './papers';
import './own-prepared';
import './picked-bar';
import { deliver, goOnAsPaper, markSeen, repeat, retry, withdraw } from './recipe-actions';
import { isPutAway } from './state-choice';
import './studio-history';
import './studio-rows';
import { historyView, preparedView } from './studio-views';

type Filter = 'all' | 'attention' | 'waiting' | 'refused' | 'accepted' | 'to-deliver' | 'withdrawn';

const filters: Record<Filter, (row: studio.Row) => boolean> = {
  all: () => true,
  attention: (row) => row.needs_hand,
  waiting: (row) => ['waiting', 'checking', 'withdrawing'].includes(row.state),
  refused: (row) => row.colour === 'red',
  accepted: (row) => row.state === 'accepted',
  'to-deliver': (row) => ['to_deliver', 'failed'].includes(row.delivery.state),
  withdrawn: (row) => row.state === 'withdrawn',
};

/** The day's recipes with their state, and what a person can do about each. */
@customElement('curante-studio')
export class StudioPage extends LiveList<studio.Day> {
  /** ["da-approvare"]: what was prepared; ["storico"]: a history; else the day's recipes. */
  @property({ attribute: false }) rest: string[] = [];
  @state() private asked_ = '';
  @state() private day_: studio.Day | undefined;
  @state() private doctors_: accounts.Doctor[] = [];
  @state() private doctor_ = '';
  @state() private filter_: Filter = 'all';
  /** Those that were withdrawn stand with the others. */
  @state() private withWithdrawn_ = true;
  /** Recipes to be printed or sent together. */
  @state() private picked_: ReadonlySet<string> = new Set();

  static override styles = [
    CuranteElement.styles,
    css`
      .day {
        display: flex;
        gap: 0.3rem;
        align-items: end;
      }
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
        align-items: center;
      }
      .filters button[aria-pressed='true'] {
        background: var(--accent);
        border-color: var(--accent);
        color: var(--accent-ink);
      }
      .scroll {
        margin-top: 0.2rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('recipe-changed/1', () => this.follow(150));
    void this.loadDoctors();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Back from the other view: what happened meanwhile was not looked at.
    if (changed.get('rest')) void this.load();
  }

  override render(): TemplateResult {
    const day = this.day_;
    if (this.rest[0] === preparedView) {
      return session.may('prescription.issue')
        ? html`<curante-approvals .doctors=${this.doctors_}></curante-approvals>`
        : html`<curante-own-prepared></curante-own-prepared>`;
    }
    if (this.rest[0] === historyView) {
      return html`<curante-studio-history .doctors=${this.doctors_}></curante-studio-history>`;
    }
    return html`<div class="stack">
      <div class="bar">
        <h1>${t('heading')}</h1>
        <curante-studio-views></curante-studio-views>
        ${this.renderDay()} ${this.renderDoctors()}
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${day ? this.renderTable(day) : html`<p role="status">${t('loading')}</p>`}
    </div>`;
  }

  private renderDay(): TemplateResult {
    const shown = this.asked_ || this.day_?.day || format.today();
    const step = (days: number): void => this.turn(format.shiftDay(shown, days));
    return html`<div class="day">
      <button aria-label=${t('previous')} @click=${() => step(-1)}>‹</button>
      <div class="field">
        <label for="day">${t('day')}</label>
        <input
          id="day"
          type="date"
          .value=${shown}
          @change=${(event: Event) => this.turn((event.target as HTMLInputElement).value)}
        />
      </div>
      <button aria-label=${t('next')} @click=${() => step(1)}>›</button>
      <button @click=${() => this.turn('')}>${t('today')}</button>
    </div>`;
  }

  private renderDoctors(): TemplateResult | typeof nothing {
    return doctorFilter({
      doctors: this.doctors_,
      value: this.doctor_,
      pick: (doctor) => {
        this.doctor_ = doctor;
        void this.load();
      },
    });
  }

  private renderTable(day: studio.Day): TemplateResult {
    const { rows } = this;
    const counts: Record<Filter, number> = {
      all: day.rows.filter((row) => this.isShown(row)).length,
      attention: day.attention,
      waiting: day.waiting,
      refused: day.refused,
      accepted: day.accepted,
      'to-deliver': day.to_deliver,
      withdrawn: day.rows.filter(filters.withdrawn).length,
    };
    return html`<div class="card">
      <div class="filters" role="group" aria-label=${t('filter')}>
        ${(Object.keys(filters) as Filter[]).map(
          (name) =>
            html`<button
              class="small"
              aria-pressed=${this.filter_ === name}
              @click=${() => {
                this.filter_ = name;
                this.keepPicked();
              }}
            >
              ${t(name, { count: counts[name] })}
            </button>`,
        )}
        ${tick({
          text: t('hide-withdrawn'),
          on: !this.withWithdrawn_,
          disabled: false,
          turn: (hidden) => {
            this.withWithdrawn_ = !hidden;
            this.keepPicked();
          },
        })}
      </div>
      ${rows.length === 0
        ? html`<p class="empty">${t(day.rows.length === 0 ? 'empty' : 'empty-filter')}</p>`
        : html`<curante-studio-rows
            .day=${day.day}
            .rows=${rows}
            .busy=${this.busy}
            .picked=${this.picked_}
            @curante-pick=${(event: CustomEvent<studio.Row>) => (this.picked_ = turned(this.picked_, event.detail.recipe))}
            @curante-withdraw=${(event: CustomEvent<studio.Row>) => void this.withdraw(event.detail)}
            @curante-retry=${(event: CustomEvent<studio.Row>) => void this.retry(event.detail)}
            @curante-go-on-as-paper=${(event: CustomEvent<studio.Row>) =>
              void this.goOnAsPaper(event.detail)}
            @curante-repeat=${(event: CustomEvent<studio.Row>) => repeat(event.detail)}
            @curante-seen=${(event: CustomEvent<studio.Row>) => void this.markSeen(event.detail)}
            @curante-deliver=${(event: CustomEvent<studio.Row>) => deliver(event.detail)}
          ></curante-studio-rows>`}
      <curante-picked-bar
        .rows=${rows}
        .picked=${this.picked_}
        @curante-picked=${({ detail }: CustomEvent<ReadonlySet<string>>) => (this.picked_ = detail)}
        @curante-done=${() => void this.load()}
      ></curante-picked-bar>
    </div>`;
  }

  /** Those that are shown. */
  private get rows(): studio.Row[] {
    return (this.day_?.rows ?? [])
      .filter(filters[this.filter_])
      .filter((row) => this.filter_ === 'withdrawn' || this.isShown(row));
  }

  private isShown(row: studio.Row): boolean {
    return this.withWithdrawn_ || !isPutAway(row);
  }

  private turn(day: string): void {
    this.asked_ = day;
    void this.load();
  }

  /** The other views have lists of their own. */
  protected override get rests(): boolean {
    return this.rest[0] === preparedView || this.rest[0] === historyView;
  }

  protected override read(signal: AbortSignal): Promise<studio.Day> {
    const day = this.asked_ || null;
    return call('studio/1', 'GetDay', { day, doctor: this.doctor_ }, { signal });
  }

  protected override show(day: studio.Day): void {
    this.day_ = day;
    this.keepPicked();
  }

  private keepPicked(): void {
    this.picked_ = stillThere(this.picked_, this.rows);
  }

  private async loadDoctors(): Promise<void> {
    const list = await this.attempt(() => call('accounts/1', 'ListDoctors', {}));
    this.doctors_ = list?.doctors ?? [];
  }

  private async withdraw(row: studio.Row): Promise<void> {
    if (await withdraw(row, (deed) => this.act(deed))) void this.load();
  }

  private async goOnAsPaper(row: studio.Row): Promise<void> {
    if (await goOnAsPaper(row, (deed) => this.act(deed))) void this.load();
  }

  private async markSeen(row: studio.Row): Promise<void> {
    if (await markSeen(row, (deed) => this.act(deed))) void this.load();
  }

  private async retry(row: studio.Row): Promise<void> {
    if (await retry(row, (deed) => this.act(deed))) void this.load();
  }
}
