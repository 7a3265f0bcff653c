// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  bannerStyles,
  call,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  pageMarks,
  Refresher,
  resync,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { red_recipes } from '@curante/contracts';
import { t } from './red-texts';
import { concernsUser, type SentFile } from './red-words';

const page = 'ricette-rosse';
const pause_ms = 400;

/**
 * Says on every page that a file of red recipes stands still, and what to do; and counts in the bar of
 * pages the recipes that stay as they are until a person acts.
 */
@customElement('curante-red-banner')
export class RedBanner extends CuranteElement {
  @state() private stuck_: SentFile[] = [];
  /** What cannot be asked is no news: the page itself says what is wrong. */
  private readonly review_ = new Refresher(
    (signal) => call('red-recipes/1', 'NeedsReview', {}, { signal }),
    (review) => this.show(review),
  );

  static override styles = [
    CuranteElement.styles,
    bannerStyles,
    css`
      strong {
        color: var(--amber);
      }
      a {
        display: inline-block;
        min-height: 24px;
        color: var(--amber);
        font-weight: 650;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('red-form-changed/1', () => this.load(pause_ms));
    this.onEvent(resync, () => {
      // What was asked before the connection broke may have no answer any more.
      this.review_.stop();
      this.load();
    });
    this.until(
      session.watch(() => {
        // What one user is told of is nothing of another's.
        this.review_.stop();
        this.load();
      }),
      () => this.forget(),
    );
    this.load();
  }

  override render(): TemplateResult {
    return html`<div role="status">${this.stuck_.map((file) => this.renderStuck(file))}</div>`;
  }

  private renderStuck(file: SentFile): TemplateResult {
    const what = file.to_find ? 'stuck-find' : 'stuck-access';
    return html`<div class="banner" data-red-stuck>
      <strong>${t('stuck', { time: format.briefInstant(file.made) })}</strong>
      ${file.problem ? `${format.sentence(file.problem)} ` : ''}${t('stuck-text')}
      <a href=${addressOf(file.to_find ? page : 'sistema-ts')}>${t(what)}</a>
    </div>`;
  }

  private forget(): void {
    this.review_.stop();
    this.stuck_ = [];
    pageMarks.value = new Map([...pageMarks.value].filter(([path]) => path !== page));
  }

  private load(pause = 0): void {
    if (!session.account) this.forget();
    else void this.review_.refresh(pause);
  }

  private show({ stuck, to_settle: count }: red_recipes.Review): void {
    this.stuck_ = stuck.filter((file) =>
      concernsUser(file, session.account, session.may('prescription.issue')),
    );
    const text = count === 1 ? t('mark-one') : t('mark', { count });
    pageMarks.value = new Map([...pageMarks.value, [page, { count, text }]]);
  }
}
