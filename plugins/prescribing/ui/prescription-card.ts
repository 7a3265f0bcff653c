// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  session,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing, recipe_transmitter } from '@curante/contracts';
import { deliveryTone, deliveryWords, printingDelivers } from './delivery';
import './go-on-as-paper';
import './go-on-as-red';
import type { GoOnAsRed } from './go-on-as-red';
import './red-look';
import { t } from './prescribing-texts';
import { papersOf, sayPrinted, showPromemoria, showPromemorias } from './promemoria';
import { detailsOf, isWhitePaper, kindOf, nameOf } from './recipe-kind';
import {
  canAskDispensing,
  canDecide,
  canPrint,
  canRetry,
  canWithdraw,
  dispensingTone,
  stateText,
  toneOf,
} from './recipe-state';
import { waitsForItsForm } from './red-state';
import { goodUntil } from './validity';

/** What stands in the way before what is only a warning. */
function inOrder(reasons: recipe_transmitter.Reason[]): recipe_transmitter.Reason[] {
  return [...reasons].sort((a, b) => Number(b.blocking) - Number(a.blocking));
}

/** In plain words what it is, then what to do; the service's own words and code, small, for a call to it. */
function renderReason({ title, text, advice, code, blocking }: recipe_transmitter.Reason): TemplateResult {
  return html`<p data-reason=${code}>
    ${blocking ? nothing : html`<span class="soft">${t('reason-warning')}</span>`}
    <strong>${title || text}</strong>
    ${advice ? html`<br />${t('advice')} ${advice}` : nothing}
    <br /><span class="raw soft">${title && text ? `${text} ` : nothing}<span class="mono">(${code})</span></span>
  </p>`;
}

/** The recipes that the SSN pays: on no other does an exemption count. */
function paid(prescription: prescribing.Prescription): prescribing.RecipeView[] {
  return prescription.recipes.filter((one) => one.kind !== 'white');
}

/**
 * One prescription of the past or just sent, with the state of each of its recipes. Sends
 * `curante-withdraw`, `curante-retry`, `curante-deliver` and `curante-dispensing` with the recipe, `curante-there` and
 * `curante-absent` with one that its doctor looked up at the service, `curante-repeat` with the prescription.
 */
@customElement('curante-prescription')
export class PrescriptionCard extends CuranteElement {
  @property({ attribute: false }) prescription!: prescribing.Prescription;
  /** How far a recipe has come at who dispenses it, of those asked after. */
  @property({ attribute: false }) dispensing: ReadonlyMap<string, recipe_transmitter.DispensingView> =
    new Map();

  /** It is the first of the list, whose papers Alt+B prints. */
  @property({ type: Boolean }) newest = false;

  static override styles = [
    CuranteElement.styles,
    css`
      .way {
        display: inline-block;
        line-height: 1.8rem;
      }
      article {
        border-bottom: 1px solid var(--line);
        padding: 0.45rem 0;
        display: grid;
        gap: 0.25rem;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 0.8rem;
        align-items: center;
        font-size: 0.92rem;
        color: var(--ink-soft);
      }
      .recipe {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.15rem 0.8rem;
        padding-left: 0.6rem;
        border-left: 3px solid var(--line);
      }
      .state {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 0.7rem;
        align-items: center;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
        justify-content: flex-end;
        align-items: start;
      }
      .kind {
        font-size: 0.88rem;
      }
      .nre {
        color: var(--ink);
        font-weight: 650;
        letter-spacing: 0.02em;
      }
      .why {
        grid-column: 1 / -1;
        padding: 0.3rem 0.5rem;
        border-radius: 4px;
        background: var(--surface-sunk);
        overflow-wrap: anywhere;
      }
      .why p + p {
        margin-top: 0.35rem;
      }
      .raw {
        font-size: 0.85rem;
      }
      .why.not_cancelled,
      .why.refused {
        background: var(--red-soft);
      }
      .why.attention {
        background: var(--amber-soft);
      }
    `,
  ];

  override focus(): void {
    this.find('button')?.focus();
  }

  override render(): TemplateResult {
    const one = this.prescription;
    const at = format.instant(one.issued);
    const parts = [
      one.exemption && !this.exemptionsDiffer ? t('exemption-part', { code: one.exemption }) : '',
      one.patient_kind ? t('kind-part', { kind: one.patient_kind }) : '',
      one.obscured ? t('obscured-part') : '',
      one.home_visit ? t('home-visit') : '',
      one.suggested ? t('suggested') : '',
      one.hospital_stay ? t('hospital-stay') : '',
      one.diagnosis_text ? t('diagnosis-part', { text: one.diagnosis_text }) : '',
    ].filter(Boolean);
    return html`<article data-prescription=${one.id} aria-label=${at}>
      <div class="head">
        <strong>${at}</strong> ${parts.map((part) => html`<span>${part}</span>`)}
        <span class="push"></span>
        ${this.renderPrintAll(at)}
        ${session.may('prescription.issue') || session.may('prescription.prepare')
          ? html`<button
              class="small plain"
              aria-label=${t('repeat-label', { at })}
              @click=${() => this.send('curante-repeat', one)}
            >
              ${t('repeat')}
            </button>`
          : nothing}
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${one.recipes.map((recipe) => this.renderRecipe(recipe))}
    </article>`;
  }

  /** What one visit became is handed over in one go. */
  private renderPrintAll(at: string): TemplateResult | typeof nothing {
    const count = papersOf(this.prescription).length;
    if (count < 2) return nothing;
    return html`<button
      class="small"
      data-print-all
      aria-label=${t('print-all-label', { count, at })}
      @click=${() => this.printAll()}
    >
      ${t('print-all', { count })} ${this.newest ? html`<kbd aria-hidden="true">Alt+B</kbd>` : nothing}
    </button>`;
  }

  /** Recipes of one prescription may be under several: then each says its own. */
  private get exemptionsDiffer(): boolean {
    return paid(this.prescription).some((one) => one.exemption !== this.prescription.exemption);
  }

  private exemptionWords(recipe: prescribing.RecipeView): string {
    if (!this.exemptionsDiffer || recipe.kind === 'white') return '';
    const code = recipe.exemption;
    return ` · ${code ? t('exemption-part', { code }) : t('exemption-without')}`;
  }

  /** For how long the pharmacy gives what stands on it, once there is something to give. */
  private termWords(recipe: prescribing.RecipeView): string {
    const until = goodUntil(recipe, this.prescription.issued);
    const good = recipe.state === 'accepted' || (recipe.state === 'printed' && !waitsForItsForm(recipe));
    return until && good ? ` · ${t('valid-until', { day: format.day(until) })}` : '';
  }

  private renderRecipe(recipe: prescribing.RecipeView): TemplateResult {
    return html`<div class="recipe" data-recipe=${recipe.id} data-state=${recipe.state}>
      <div>
        <div class="soft kind">${kindOf(recipe)}${this.exemptionWords(recipe)}${this.termWords(recipe)}</div>
        ${recipe.lines.map(
          (line) =>
            html`<div>
              <strong>${nameOf(line)}</strong>
              <div class="soft">${detailsOf(line, recipe.kind).join(' · ')}</div>
            </div>`,
        )}
        <div class="state">
          <curante-chip tone=${toneOf(recipe)}>${t(stateText(recipe))}</curante-chip>
          ${this.renderDelivery(recipe)} ${this.renderNumber(t('nre'), recipe.nre, 'nre')}
          ${this.renderNumber(t('nrbe'), recipe.white_number, 'nre')}
          ${this.renderNumber(t('white-pin'), recipe.white_pin, 'nre')}
          ${this.renderNumber(t('paper-code'), recipe.paper_code, 'nre')}
          ${this.renderNumber(t('auth'), recipe.authentication_code, 'soft')}
        </div>
      </div>
      ${this.renderActions(recipe)} ${this.renderDispensing(recipe)} ${this.renderWhy(recipe)}
    </div>`;
  }

  private renderDelivery(recipe: prescribing.RecipeView): TemplateResult | typeof nothing {
    const { delivery } = recipe;
    const words = deliveryWords(delivery);
    if (!words) return nothing;
    const { at, problem } = delivery;
    return html`<span data-delivery=${delivery.state}
      ><curante-chip tone=${deliveryTone(delivery.state)}
        >${t(words as Parameters<typeof t>[0], { at: at ? format.briefInstant(at) : '' })}</curante-chip
      >${problem ? html` <span class="soft">${problem}</span>` : nothing}</span
    >`;
  }

  private renderNumber(name: string, number: string, look: string): TemplateResult | typeof nothing {
    if (!number) return nothing;
    return html`<span class="soft">${name} <span class="mono ${look}">${number}</span></span>`;
  }

  private renderActions(recipe: prescribing.RecipeView): TemplateResult {
    const may = session.may('prescription.issue');
    return html`<div class="actions">
      ${canPrint(recipe)
        ? html`<button class="small" data-promemoria @click=${() => this.show(recipe)}>
            ${t(isWhitePaper(recipe) ? 'white-paper' : 'promemoria')}
          </button>`
        : nothing}
      ${recipe.state === 'accepted' && session.may('prescription.deliver')
        ? html`<button class="small" data-deliver @click=${() => this.send('curante-deliver', recipe)}>
            ${t('deliver')}
          </button>`
        : nothing}
      ${canAskDispensing(recipe.state)
        ? html`<button class="small" @click=${() => this.send('curante-dispensing', recipe)}>
            ${t('dispensing')}
          </button>`
        : nothing}
      <curante-go-on-as-red
        .recipe=${recipe}
        .patient=${this.prescription.patient}
        .doctor=${this.prescription.doctor}
      ></curante-go-on-as-red>
      <curante-go-on-as-paper
        .recipe=${recipe}
        .patient=${this.prescription.patient}
      ></curante-go-on-as-paper>
      ${may && canDecide(recipe)
        ? html`${recipe.nre
              ? html`<button
                  class="small"
                  data-there
                  @click=${() => this.send('curante-there', recipe)}
                >
                  ${t('there')}
                </button>`
              : nothing}
            <button class="small" data-absent @click=${() => this.send('curante-absent', recipe)}>
              ${t('absent')}
            </button>`
        : nothing}
      ${may && canRetry(recipe.state)
        ? html`<button class="small" @click=${() => this.send('curante-retry', recipe)}>
            ${t('retry')}
          </button>`
        : nothing}
      ${may && canWithdraw(recipe)
        ? html`<button class="small danger" @click=${() => this.send('curante-withdraw', recipe)}>
            ${t('withdraw')}
          </button>`
        : nothing}
    </div>`;
  }

  private renderDispensing(recipe: prescribing.RecipeView): TemplateResult | typeof nothing {
    const view = this.dispensing.get(recipe.id);
    if (!view || !canAskDispensing(recipe.state)) return nothing;
    return html`<div class="why row" data-dispensing=${view.state}>
      <curante-chip tone=${dispensingTone(view.state)}>${t(`dispensing-${view.state}`)}</curante-chip>
      ${view.state === 'unknown' ? html`<span>${view.text}</span>` : nothing}
      <span class="soft">${t('dispensing-asked', { at: format.briefInstant(view.asked) })}</span>
    </div>`;
  }

  private renderWhy(recipe: prescribing.RecipeView): TemplateResult | typeof nothing {
    if (recipe.state === 'withdrawn') {
      const at = format.instant(recipe.changed);
      if (recipe.red_trouble === 'none') {
        return html`<div class="why ${recipe.problem ? 'attention' : ''}">
          <p>${t(recipe.problem ? 'withdrawn-but' : 'withdrawn-at', { at })}</p>
          ${recipe.problem ? html`<p><strong>${format.sentence(recipe.problem)}</strong></p>` : nothing}
        </div>`;
      }
      return html`<div class="why ${recipe.red_trouble}" data-red-trouble=${recipe.red_trouble}>
        <p>${t('withdrawn-at', { at })}</p>
        ${this.renderRedTrouble(recipe)}
      </div>`;
    }
    if (recipe.red_trouble !== 'none') {
      return html`<div class="why ${recipe.red_trouble}" data-red-trouble=${recipe.red_trouble}>
        ${this.renderRedTrouble(recipe)}
      </div>`;
    }
    if (!recipe.problem && recipe.reasons.length === 0) return nothing;
    // The problem in one line often says what the reasons say at length.
    const { problem, reasons } = recipe;
    const told = !problem || reasons.some((one) => problem.includes(one.title || one.text));
    return html`<div class="why ${recipe.state}">
      ${told ? nothing : html`<p>${format.sentence(recipe.problem)}</p>`}
      ${inOrder(reasons).map((reason) => renderReason(reason))}
    </div>`;
  }

  /** What the ministry made of its form, and where to mend it. */
  private renderRedTrouble(recipe: prescribing.RecipeView): TemplateResult | typeof nothing {
    if (recipe.red_trouble === 'none') return nothing;
    return html`<p>
      ${format.sentence(recipe.problem)}
      <a class="way" href=${addressOf('ricette-rosse')}>${t('red-open')}</a>
    </p>
    ${recipe.red_trouble === 'refused'
      ? nothing
      : html`<curante-red-look
          .recipe=${recipe}
          .patient=${this.prescription.patient}
        ></curante-red-look>`}`;
  }

  private show(recipe: prescribing.RecipeView): void {
    const { patient } = this.prescription;
    void showPromemoria(recipe, patient, this.sayingPrinted([recipe]));
  }

  async askForForm(recipe: string): Promise<boolean> {
    await this.updateComplete;
    return (await this.find<GoOnAsRed>(`[data-recipe="${recipe}"] curante-go-on-as-red`)?.ask()) ?? false;
  }

  /** All papers of the prescription as one, where there are any. */
  printAll(): void {
    const papers = papersOf(this.prescription);
    if (papers.length === 0) return;
    void showPromemorias(papers, this.prescription.patient, this.sayingPrinted(papers));
  }

  /** Says of those that are printed that they are handed out: once each, however often they are printed. */
  private sayingPrinted(shown: prescribing.RecipeView[]): (printed?: prescribing.RecipeView[]) => void {
    const { patient } = this.prescription;
    const requests = new Map(shown.map((one) => [one.id, crypto.randomUUID()]));
    return (printed = shown) => {
      for (const recipe of printed.filter((one) => printingDelivers(one.delivery))) {
        const request = requests.get(recipe.id);
        if (request) void this.attempt(() => sayPrinted(recipe, patient, request));
      }
    };
  }

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
