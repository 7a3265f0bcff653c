// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  bannerRowStyles,
  bannerStyles,
  call,
  css,
  CuranteElement,
  customElement,
  focusIsLost,
  format,
  html,
  nothing,
  openPatient,
  pageAlarms,
  Refresher,
  repeat,
  resync,
  session,
  state,
  StillPage,
  type TemplateResult,
} from '@curante/shell';
import type { studio } from '@curante/contracts';
import { patientName } from './recipe-actions';
import { t } from './studio-texts';

const page = 'studio';
const pause_ms = 400;
/** Told one by one; of more only how many they are. */
const most_told = 2;

/**
 * A recipe as it stands now, and what is said of it: hidden, it is told again when either has changed. Why a
 * paper is not there yet, or a delivery failed, may be another reason by now without moving `changed`.
 */
function keyOf(row: studio.Row): string {
  return `${row.recipe} ${row.changed} ${row.state}${whatBecame(row)}`;
}

/** What became of it, as the rest of "Ricetta di …". */
function whatBecame(row: studio.Row): string {
  if (row.delivery.state === 'failed') return ` ${row.delivery_text}`;
  return row.state === 'attention' ? `: ${row.state_text}` : ` ${row.state_text}`;
}

/**
 * Says on every page which recipes need a hand (the service refused them or their withdrawal, or a person
 * must decide), and counts them in the bar of pages: to a doctor those that are the doctor's, to staff the
 * practice's. A notice can be hidden; the count stays until each is settled.
 */
@customElement('curante-open-recipes')
export class OpenRecipes extends CuranteElement {
  @state() private rows_: studio.Row[] = [];
  @state() private count_ = 0;
  @state() private hidden_: ReadonlySet<string> = new Set();
  private readonly open_ = new Refresher(
    async (signal) => {
      const asked = ++this.asked_;
      const concerns = session.may('prescription.issue') ? session.account : '';
      return { open: await call('studio/1', 'GetOpen', { concerns }, { signal }), asked };
    },
    ({ open, asked }) => this.show(open, asked),
  );
  /** Counts questions. */
  private asked_ = 0;
  /** Of each recipe that something happened to, how many questions had been asked by then. */
  private readonly news_ = new Map<string, number>();
  /** At the start the page moves as a whole, before anybody points at it. */
  private shown_ = false;
  /** News came by themselves: nobody waits for the page to move. */
  private came_ = false;
  private readonly still_ = new StillPage(this);
  /** Whose recipes are shown. */
  private account_ = session.account;

  static override styles = [
    CuranteElement.styles,
    bannerStyles,
    bannerRowStyles,
    css`
      .banner.red {
        background: var(--red-soft);
        border-color: var(--red-line);
      }
      .banner.red strong,
      .banner.red a {
        color: var(--red);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('recipe-changed/1', (data) => {
      this.news_.set((data as { recipe: string }).recipe, this.asked_);
      this.load(pause_ms);
    });
    this.onEvent(resync, () => {
      // What was asked before the connection broke may have no answer any more.
      this.open_.stop();
      this.load();
    });
    this.until(
      session.watch(() => this.turn()),
      openPatient.watch(() => this.requestUpdate()),
      () => this.forget(),
    );
    this.hidden_ = readHidden(this.account_);
    this.load();
  }

  protected override updated(): void {
    this.still_.drawn(this.came_);
    this.came_ = false;
  }

  override render(): TemplateResult {
    const told = this.rows_.filter(
      // In the patient's own chart the recipe itself says it.
      (row) => !this.hidden_.has(keyOf(row)) && row.patient.id !== openPatient.value,
    );
    const rest = told.slice(most_told);
    return html`<div role="status">
      ${repeat(told.slice(0, most_told), keyOf, (row) => this.renderNotice(row))}
      ${rest.length > 0 ? this.renderRest(rest) : nothing}
    </div>`;
  }

  private renderNotice(row: studio.Row): TemplateResult {
    const name = patientName(row);
    return html`<div class="banner ${row.colour}" data-notice=${row.recipe}>
      <span
        ><strong>${t('notice', { name })}${format.sentence(whatBecame(row))}</strong>
        ${row.drugs}</span
      >
      <a href=${addressOf('patient', row.patient.id)} aria-label=${t('notice-open-of', { name })}
        >${t('notice-open')}</a
      >
      <button
        class="small"
        aria-label=${t('notice-hide-of', { name })}
        @click=${() => this.hide([row])}
      >
        ${t('notice-hide')}
      </button>
    </div>`;
  }

  /** Also those that nobody lists: there are more than are asked for. */
  private renderRest(rest: studio.Row[]): TemplateResult {
    const count = rest.length + Math.max(0, this.count_ - this.rows_.length);
    return html`<div class="banner" data-notice-rest>
      <span>${count === 1 ? t('notice-rest-one') : t('notice-rest', { count })}</span>
      <a href=${addressOf(page)}>${t('notice-list')}</a>
      <button class="small" aria-label=${t('notice-hide-rest')} @click=${() => this.hide(rest)}>
        ${t('notice-hide')}
      </button>
    </div>`;
  }

  private hide(rows: studio.Row[]): void {
    // What has changed since, or is settled, need not be remembered.
    const known = new Set(this.rows_.map(keyOf));
    const kept = [...this.hidden_].filter((key) => known.has(key));
    this.keepHidden([...kept, ...rows.map(keyOf)]);
    void this.updateComplete.then(() => {
      if (focusIsLost()) this.find('button')?.focus();
    });
  }

  /**
   * What something happened to is told anew, though it reads as before: a refused one that did not get on
   * paper is refused again since when it was, and whoever hid it believes that it went on.
   */
  private unhide(asked: number): void {
    const news = [...this.news_].filter(([, before]) => before < asked).map(([recipe]) => recipe);
    for (const recipe of news) this.news_.delete(recipe);
    const kept = [...this.hidden_].filter((key) => !news.some((one) => key.startsWith(`${one} `)));
    if (kept.length < this.hidden_.size) this.keepHidden(kept);
  }

  private keepHidden(keys: string[]): void {
    this.hidden_ = new Set(keys);
    window.sessionStorage.setItem(storeOf(this.account_), JSON.stringify(keys));
  }

  /** What one user must act on is nothing of another's, nor of nobody's. */
  private turn(): void {
    if (this.account_ !== session.account) {
      this.forget();
      this.account_ = session.account;
      this.hidden_ = readHidden(this.account_);
    }
    this.load();
  }

  private forget(): void {
    this.open_.stop();
    this.news_.clear();
    this.shown_ = false;
    this.rows_ = [];
    this.count_ = 0;
    pageAlarms.value = new Map([...pageAlarms.value].filter(([path]) => path !== page));
  }

  /** What cannot be asked is no news: the shell says that the server is down, the page what is wrong. */
  private load(pause = 0): void {
    if (!session.account || !session.may('prescription.read')) this.forget();
    else void this.open_.refresh(pause);
  }

  private show({ rows, needs_hand }: studio.Open, asked: number): void {
    this.unhide(asked);
    this.came_ = this.shown_;
    this.shown_ = true;
    this.rows_ = rows;
    this.count_ = needs_hand;
    const text = needs_hand === 1 ? t('mark-open-one') : t('mark-open', { count: needs_hand });
    pageAlarms.value = new Map([...pageAlarms.value, [page, { count: needs_hand, text }]]);
  }
}

function storeOf(account: string): string {
  return `curante-notices-hidden/${account}`;
}

/** Of this window: who signs in anew is told anew of what still stands. */
function readHidden(account: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(storeOf(account)) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}
