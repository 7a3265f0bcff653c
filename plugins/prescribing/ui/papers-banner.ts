// SPDX-License-Identifier: Apache-2.0
import {
  bannerRowStyles,
  bannerStyles,
  call,
  CuranteElement,
  customElement,
  expectNoLonger,
  firstClick,
  focusIsLost,
  forgetPaper,
  format,
  html,
  onceFree,
  paperIsReady,
  papersToCome,
  repeat,
  resync,
  showDocument,
  showLateDocument,
  state,
  StillPage,
  type PaperToCome,
  type TemplateResult,
} from '@curante/shell';
import { t } from './prescribing-texts';

const poll_ms = 10_000;

/**
 * Says on every page which papers somebody asked for and has not seen yet. Each comes up by itself once it is
 * made, nobody types, no dialog is open, and the place where it was asked for was not left; else it waits here.
 */
@customElement('curante-papers-to-come')
export class PapersBanner extends CuranteElement {
  /** What the recipe says of its paper while there is none. */
  @state() private words_: ReadonlyMap<string, string> = new Map();
  private showing_ = false;
  private readonly still_ = new StillPage(this);
  private giveUp_ = (): void => undefined;
  /** Those that were asked after since they are waited for. */
  private asked_: ReadonlySet<string> = new Set();

  static override styles = [
    CuranteElement.styles,
    bannerStyles,
    bannerRowStyles,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => {
      papersToCome.value.filter((one) => one.document === '').forEach((one) => void this.look(one.recipe));
    }, poll_ms);
    this.onEvent(resync, () => papersToCome.value.forEach((one) => void this.look(one.recipe)));
    this.onEvent('recipe-changed/1', (data) => void this.look((data as { recipe: string }).recipe));
    this.until(
      papersToCome.watch(() => this.follow()),
      () => clearInterval(timer),
      () => this.giveUp_(),
      () => this.still_.free(),
    );
    this.follow();
  }

  /** Who has answered what is asked first is elsewhere by the time the notice comes. */
  protected override updated(): void {
    this.still_.drawn(true);
  }

  override render(): TemplateResult {
    return html`<div role="status">
      ${repeat(
        papersToCome.value,
        (one) => one.recipe,
        (one) => this.renderNotice(one),
      )}
    </div>`;
  }

  private renderNotice(paper: PaperToCome): TemplateResult {
    const { recipe, name, document } = paper;
    const making = this.words_.get(recipe) || t('paper-making');
    // The button rests rather than come later: nothing moves under the pointer.
    return html`<div class="banner" data-paper=${recipe}>
      <span><strong>${t('paper-of-name', { name })}:</strong> ${document ? t('paper-ready') : making}</span>
      <button
        class="small"
        data-open
        aria-label=${t('paper-open-of', { name })}
        ?disabled=${document === ''}
        @click=${firstClick(() => void this.open(paper))}
      >
        ${t('paper-open')}
      </button>
      <button
        class="small"
        data-not-needed
        aria-label=${t('paper-not-needed-of', { name })}
        @click=${firstClick(() => void this.dismiss(recipe))}
      >
        ${t('paper-not-needed')}
      </button>
    </div>`;
  }

  /** The list has changed, or a paper was closed. */
  private follow(): void {
    this.requestUpdate();
    const papers = papersToCome.value;
    const fresh = papers.filter((one) => !this.asked_.has(one.recipe));
    this.asked_ = new Set(papers.map((one) => one.recipe));
    // It may be there before anybody began to wait for it.
    fresh.forEach((one) => void this.look(one.recipe));
    this.giveUp_();
    const next = papers.find((one) => one.expected && one.document !== '');
    if (next && !this.showing_) this.giveUp_ = onceFree(() => void this.comeUp(next));
  }

  private async comeUp({ recipe, document, patient, name }: PaperToCome): Promise<void> {
    this.showing_ = true;
    expectNoLonger(recipe);
    await showLateDocument(document, patient, t('paper-of-name', { name }));
    this.showing_ = false;
    this.follow();
  }

  private async open({ document, patient, name }: PaperToCome): Promise<void> {
    this.showing_ = true;
    await showDocument(document, patient, t('paper-of-name', { name }));
    this.showing_ = false;
    this.follow();
    await this.keepFocus();
  }

  private async dismiss(recipe: string): Promise<void> {
    forgetPaper(recipe);
    await this.keepFocus();
  }

  /** The button that was pressed is gone with its notice. */
  private async keepFocus(): Promise<void> {
    await this.updateComplete;
    if (focusIsLost()) this.find('button:not([disabled])')?.focus();
  }

  private async look(recipe: string): Promise<void> {
    const paper = papersToCome.value.find((one) => one.recipe === recipe);
    if (!paper) return;
    const { patient } = paper;
    // What cannot be asked now is asked again.
    const found = await call('prescribing/1', 'Get', { recipe }, { patient }).catch(() => undefined);
    const now = found?.recipes.find((one) => one.id === recipe);
    if (!now) return;
    // Taken back meanwhile, or it cannot be printed: its own notice says so.
    if (now.state !== 'printed') return forgetPaper(recipe);
    this.words_ = new Map([...this.words_, [recipe, format.sentence(now.problem)]]);
    if (now.document !== '') paperIsReady(recipe, now.document);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'curante-papers-to-come': PapersBanner;
  }
}
