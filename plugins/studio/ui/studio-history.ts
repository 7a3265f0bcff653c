// SPDX-License-Identifier: Apache-2.0
import {
  call,
  css,
  CuranteElement,
  customElement,
  dateField,
  doctorFilter,
  findPatients,
  format,
  html,
  nothing,
  picker,
  property,
  state,
  type Combobox,
  type Finder,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, chart, studio } from '@curante/contracts';
import { LiveList } from './live-list';
import { stillThere, turned } from './papers';
import './picked-bar';
import { deliver, goOnAsPaper, markSeen, patientName, repeat, retry, withdraw, type Act } from './recipe-actions';
import { stateChoices, withOpen, type StateChoice } from './state-choice';
import './studio-rows';
import { t } from './studio-texts';
import './studio-views';

/** Without a patient one looks at the last days, not at years. */
const days_shown = 30;

/** A history has recipes of those who left the list too. */
const finder: Finder = (text, signal) => findPatients(text, signal, { revoked: true });

/** The recipes of a patient, of some days, or both, with their states as they stand now. */
@customElement('curante-studio-history')
export class StudioHistory extends LiveList<studio.History> {
  @property({ attribute: false }) doctors: accounts.Doctor[] = [];
  @state() private found_: studio.History | undefined;
  @state() private patient_: chart.PatientSummary | undefined;
  @state() private from_ = format.shiftDay(format.today(), -days_shown);
  @state() private until_ = '';
  @state() private doctor_ = '';
  @state() private states_: StateChoice = 'all';
  /** Recipes to be printed or sent together. */
  @state() private picked_: ReadonlySet<string> = new Set();
  private pages_ = 1;
  /** The first day is the screen's own proposal until somebody chooses one. */
  private proposed_ = true;

  static override styles = [
    CuranteElement.styles,
    css`
      .filter {
        display: grid;
        grid-template-columns: minmax(18rem, 3fr) repeat(auto-fit, minmax(9rem, 1fr));
        gap: 0.4rem 0.8rem;
        align-items: end;
        margin-bottom: 0.6rem;
      }
      .more {
        margin-top: 0.5rem;
      }
      @media (max-width: 50rem) {
        .filter {
          grid-template-columns: 1fr 1fr;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('recipe-changed/1', () => this.follow(150));
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    void this.updateComplete.then(() => this.find<Combobox>('curante-combobox')?.focus());
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <div class="bar">
        <h1>${t('heading')}</h1>
        <curante-studio-views></curante-studio-views>
      </div>
      <div class="card">
        ${this.renderFilter()}
        <curante-problem .problem=${this.problem}></curante-problem>
        ${this.found_ ? this.renderRows(this.found_) : html`<p role="status">${t('loading')}</p>`}
      </div>
    </div>`;
  }

  private renderFilter(): TemplateResult {
    return html`<div class="filter" role="search" aria-label=${t('history-filter')}>
      <curante-combobox
        label=${t('history-patient')}
        placeholder=${t('history-patient-hint')}
        .finder=${finder}
        @curante-choose=${(event: CustomEvent<chart.PatientSummary>) => this.choose(event.detail)}
        @curante-clear=${() => this.choose(undefined)}
      ></curante-combobox>
      ${dateField({
        id: 'from',
        name: t('history-from'),
        value: this.from_,
        change: (day) => {
          this.proposed_ = false;
          this.from_ = day;
          this.again();
        },
      })}
      ${dateField({
        id: 'until',
        name: t('history-until'),
        value: this.until_,
        change: (day) => {
          this.until_ = day;
          this.again();
        },
      })}
      <div class="field">
        ${picker({
          id: 'states',
          name: t('state'),
          value: this.states_,
          choices: (Object.keys(stateChoices) as StateChoice[]).map((value) => ({
            value,
            text: t(`states-${value}`),
          })),
          pick: (states) => {
            this.states_ = states as StateChoice;
            this.again();
          },
        })}
      </div>
      ${doctorFilter({
        doctors: this.doctors,
        value: this.doctor_,
        pick: (doctor) => {
          this.doctor_ = doctor;
          this.again();
        },
      })}
    </div>`;
  }

  private renderRows({ rows, next }: studio.History): TemplateResult {
    if (rows.length === 0) return html`<p class="empty">${t('history-none')}</p>`;
    const act: Act = (deed) => this.act(deed);
    const then = async (done: Promise<boolean>): Promise<void> => {
      if (await done) await this.load();
    };
    return html`<curante-studio-rows
        .label=${this.heading}
        .rows=${rows}
        .busy=${this.busy}
        .picked=${this.picked_}
        @curante-pick=${({ detail }: CustomEvent<studio.Row>) =>
          (this.picked_ = turned(this.picked_, detail.recipe))}
        @curante-withdraw=${({ detail }: CustomEvent<studio.Row>) => void then(withdraw(detail, act))}
        @curante-retry=${({ detail }: CustomEvent<studio.Row>) => void then(retry(detail, act))}
        @curante-go-on-as-paper=${({ detail }: CustomEvent<studio.Row>) =>
          void then(goOnAsPaper(detail, act))}
        @curante-repeat=${({ detail }: CustomEvent<studio.Row>) => repeat(detail)}
        @curante-seen=${({ detail }: CustomEvent<studio.Row>) => void then(markSeen(detail, act))}
        @curante-deliver=${({ detail }: CustomEvent<studio.Row>) => deliver(detail)}
      ></curante-studio-rows>
      <div class="row more">
        <span class="soft" role="status"
          >${rows.length === 1 ? t('history-count-one') : t('history-count', { count: rows.length })}
          ${next ? t('history-more-are') : ''}</span
        >
        ${next
          ? html`<button class="push" data-more ?disabled=${this.busy} @click=${() => this.more()}>
              ${t('history-more')}
            </button>`
          : nothing}
      </div>
      <curante-picked-bar
        .rows=${rows}
        .picked=${this.picked_}
        @curante-picked=${({ detail }: CustomEvent<ReadonlySet<string>>) => (this.picked_ = detail)}
        @curante-done=${() => void this.load()}
      ></curante-picked-bar>`;
  }

  private get heading(): string {
    return this.patient_
      ? t('history-of', { name: patientName({ patient: this.patient_ }) })
      : t('history');
  }

  private choose(patient: chart.PatientSummary | undefined): void {
    if (!patient && !this.patient_) return;
    this.patient_ = patient;
    // Of one patient all that there is; of everybody the last days.
    if (this.proposed_) this.from_ = patient ? '' : format.shiftDay(format.today(), -days_shown);
    this.again();
  }

  private again(): void {
    this.pages_ = 1;
    this.found_ = undefined;
    this.picked_ = new Set();
    void this.load();
  }

  private more(): void {
    this.pages_ += 1;
    void this.load();
  }

  protected override async read(signal: AbortSignal): Promise<studio.History> {
    const asked = {
      patient: this.patient_?.id ?? '',
      from: this.from_ || null,
      until: this.until_ || null,
      doctor: this.doctor_,
      states: [...stateChoices[this.states_]],
      or_needs_hand: withOpen(this.states_),
    };
    const all: studio.History = { rows: [], next: '' };
    for (let page = 0; page < this.pages_; page += 1) {
      const { rows, next } = await call(
        'studio/1',
        'GetHistory',
        { ...asked, cursor: all.next },
        { signal },
      );
      all.rows.push(...rows);
      all.next = next;
      if (!next) break;
    }
    return all;
  }

  protected override show(found: studio.History): void {
    this.found_ = found;
    this.picked_ = stillThere(this.picked_, found.rows);
  }
}
