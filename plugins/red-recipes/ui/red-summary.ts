// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  css,
  CuranteElement,
  customElement,
  dateField,
  format,
  html,
  LatestOnly,
  nothing,
  picker,
  Refresher,
  resync,
  state,
  textOf,
  type TemplateResult,
} from '@curante/shell';
import type { red_recipes } from '@curante/contracts';
import './red-files-table';
import './red-forms-table';
import { keepFile, rowsOf } from './red-file';
import { t } from './red-texts';
import { fileStates, formStates, type FileState, type FormState, type SentFile } from './red-words';

type View = 'files' | 'forms';
/** What is not settled, whatever its day; or all of some days. */
type Span = 'open' | 'days';

/** All pages of what was asked for. */
async function allFiles(
  asked: Pick<red_recipes.ListFiles, 'from' | 'to' | 'outcome' | 'open'>,
  signal: AbortSignal,
): Promise<SentFile[]> {
  const files: SentFile[] = [];
  let cursor = '';
  do {
    const page = await call('red-recipes/1', 'ListFiles', { ...asked, cursor }, { signal });
    files.push(...page.files);
    cursor = page.next;
  } while (cursor);
  return files;
}

/** What was sent and what the ministry answered: by file, or by recipe. */
@customElement('curante-red-summary')
export class RedSummary extends CuranteElement {
  @state() private view_: View = 'forms';
  @state() private span_: Span = 'open';
  @state() private from_ = format.today();
  @state() private to_ = format.today();
  @state() private state_: FormState | '' = '';
  @state() private outcome_: FileState | '' = '';
  @state() private protocol_ = '';
  @state() private files_: SentFile[] | undefined;
  @state() private forms_: red_recipes.FormList | undefined;
  @state() private exported_ = '';
  private readonly latest_ = new LatestOnly();
  /** Many forms of one file change at once, and none of them keeps the others from being shown. */
  private readonly news_ = new Refresher(
    () => this.load(),
    () => undefined,
  );

  static override styles = [
    CuranteElement.styles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: end;
        margin-block: 0.4rem;
      }
      .views {
        display: flex;
        gap: 0.3rem;
      }
      .views button[aria-pressed='true'] {
        background: var(--accent);
        border-color: var(--accent);
        color: var(--accent-ink);
      }
      .protocol {
        width: 11.5rem;
      }
      [data-exported]:empty {
        margin: 0;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('red-form-changed/1', () => void this.news_.refresh(200));
    this.onEvent(resync, () => {
      // The list that is read here has in it whatever happened before.
      this.news_.stop();
      void this.load();
    });
    this.until(
      () => this.news_.stop(),
      () => this.latest_.cancel(),
    );
    void this.load();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="summary">
      <div class="row">
        <h2 id="summary">${t('summary')}</h2>
        <div class="views push" role="group" aria-label=${t('view')}>
          ${(['files', 'forms'] as const).map(
            (view) =>
              html`<button
                class="small"
                data-view=${view}
                aria-pressed=${this.view_ === view}
                @click=${() => this.turn(view)}
              >
                ${t(`view-${view}`)}
              </button>`,
          )}
        </div>
      </div>
      ${this.renderFilters()}
      <curante-problem .problem=${this.problem}></curante-problem>
      <p role="status" class="soft" data-exported>${this.exported_}</p>
      ${this.view_ === 'files' ? this.renderFiles() : this.renderForms()}
    </section>`;
  }

  private renderFilters(): TemplateResult {
    return html`<form @submit=${this.submit}>
      ${this.renderSpan()}
      ${this.view_ === 'forms'
        ? this.renderChoice('state', t('state'), formStates, this.state_, 'state-', (value) => {
            this.state_ = value;
          })
        : nothing}
      ${this.view_ === 'forms' && this.span_ === 'days' ? this.renderProtocol() : nothing}
      ${this.renderChoice('outcome', t('outcome'), fileStates, this.outcome_, 'outcome-', (value) => {
        this.outcome_ = value;
      })}
      <button class="primary">${t('search')}</button>
      <button type="button" @click=${this.askNow}>${t('ask-now')}</button>
      <button type="button" @click=${this.exportCsv}>${t('export')}</button>
    </form>`;
  }

  private renderSpan(): TemplateResult {
    return html`<div class="field fits">
        ${picker({
          id: 'span',
          name: t('span'),
          value: this.span_,
          choices: (['open', 'days'] as const).map((value) => ({ value, text: t(`span-${value}`) })),
          pick: (value) => this.look(value as Span),
        })}
      </div>
      ${this.span_ === 'days'
        ? html`${this.renderDay('from', t('from'), this.from_, (day) => (this.from_ = day))}
          ${this.renderDay('to', t('to'), this.to_, (day) => (this.to_ = day))}`
        : nothing}`;
  }

  private renderProtocol(): TemplateResult {
    return html`<div class="field protocol">
      <label for="protocol">${t('protocol')}</label>
      <input
        id="protocol"
        class="mono"
        .value=${this.protocol_}
        @input=${(event: Event) => (this.protocol_ = textOf(event).trim())}
      />
    </div>`;
  }

  private renderDay(
    id: string,
    label: string,
    value: string,
    set: (day: string) => void,
  ): TemplateResult {
    return dateField({ id, name: label, value, change: (day) => set(day || format.today()) });
  }

  private renderChoice<S extends FormState | FileState>(
    id: string,
    label: string,
    values: S[],
    chosen: S | '',
    prefix: 'state-' | 'outcome-',
    set: (value: S | '') => void,
  ): TemplateResult {
    const name = (value: S): string => t(`${prefix}${value}` as Parameters<typeof t>[0]);
    return html`<div class="field fits">
      ${picker({
        id,
        name: label,
        value: chosen,
        choices: [
          { value: '', text: t('any') },
          ...values.map((value) => ({ value, text: name(value) })),
        ],
        pick: (value) => set(value as S | ''),
      })}
    </div>`;
  }

  private renderFiles(): TemplateResult {
    const files = this.files_;
    if (!files) return html`<p role="status">${t('loading')}</p>`;
    if (files.length === 0) return this.renderEmpty('files-empty', 'files-empty-open');
    return html`<curante-red-files
      .files=${files}
      .caption=${this.span_ === 'open' ? t('files-table-open') : t('files-table', this.days())}
      @curante-protocol=${(event: CustomEvent<string>) => this.showProtocol(event.detail)}
      @curante-changed=${() => void this.load()}
    ></curante-red-files>`;
  }

  private renderForms(): TemplateResult {
    const list = this.forms_;
    if (!list) return html`<p role="status">${t('loading')}</p>`;
    if (list.forms.length === 0) return this.renderEmpty('forms-empty', 'forms-empty-open');
    return html`<curante-red-forms
        .forms=${list.forms}
        .caption=${this.captionOfForms()}
        @curante-changed=${() => void this.load()}
      ></curante-red-forms>
      ${list.more
        ? html`<p>${t('more', { count: list.forms.length, total: list.total })}</p>`
        : nothing}`;
  }

  private captionOfForms(): string {
    if (this.span_ === 'open') return t('forms-table-open');
    if (this.protocol_) return t('forms-table-protocol', { protocol: this.protocol_ });
    return t('forms-table', this.days());
  }

  private renderEmpty(
    none: 'files-empty' | 'forms-empty',
    settled: 'files-empty-open' | 'forms-empty-open',
  ): TemplateResult {
    if (this.span_ === 'days') return html`<p class="empty">${t(none)}</p>`;
    const filtered = this.state_ !== '' || this.outcome_ !== '';
    return html`<p class="empty">
      ${filtered ? t(none) : t(settled)}
      <button class="small" data-today @click=${() => this.look('days')}>${t('look-at-days')}</button>
    </p>`;
  }

  private days(): { from: string; to: string } {
    return { from: format.day(this.from_), to: format.day(this.to_) };
  }

  private look(span: Span): void {
    this.span_ = span;
    if (span === 'open') this.protocol_ = '';
    this.ask();
  }

  private turn(view: View): void {
    this.view_ = view;
    this.ask();
  }

  /** What was exported was something else from now on. */
  private ask(): void {
    this.exported_ = '';
    void this.load();
  }

  /** Its recipes' outcomes, from the row of a file. */
  private showProtocol(protocol: string): void {
    this.protocol_ = protocol;
    this.state_ = '';
    this.outcome_ = '';
    this.span_ = 'days';
    this.turn('forms');
  }

  private submit = (event: Event): void => {
    event.preventDefault();
    this.ask();
  };

  private asked(): red_recipes.ListForms {
    return {
      from: this.from_,
      to: this.to_,
      doctor: '',
      state: this.state_ || null,
      outcome: this.outcome_ || null,
      protocol: this.protocol_,
      limit: 500,
      open: this.span_ === 'open',
    };
  }

  private async load(pause_ms = 0): Promise<void> {
    const { from, to, outcome, open } = this.asked();
    const read = async (signal: AbortSignal): Promise<void> => {
      if (this.view_ === 'files') {
        this.files_ = await allFiles({ from, to, outcome, open }, signal);
      } else {
        this.forms_ = await call('red-recipes/1', 'ListForms', this.asked(), { signal });
      }
    };
    await this.attempt(() => this.latest_.run(read, pause_ms));
  }

  private askNow = async (): Promise<void> => {
    const open = await this.act(() => call('red-recipes/1', 'AskNow', {}));
    if (open) announce(t('asked', { count: open.files.length }));
    if (open) void this.load(400);
  };

  private exportCsv = async (): Promise<void> => {
    const blob = await this.act(() => call('red-recipes/1', 'ExportForms', { of: this.asked() }));
    if (!blob) return;
    keepFile(blob);
    this.exported_ = t('exported', { count: rowsOf(blob) });
  };
}
