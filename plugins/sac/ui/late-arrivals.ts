// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  announce,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  focusIsLost,
  html,
  nothing,
  property,
  repeat,
  state,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { sistema_ts } from '@curante/contracts';
import { decisionList, gotShorter } from './decision-list';
import { lateRecipe, type LateRecipe } from './late-recipe';
import { t } from './sac-texts';

/**
 * Recipes that arrived late and that the service does not annul, until their doctor has seen them.
 * Sends `curante-access` with the access as it stands then.
 */
@customElement('curante-late-arrivals')
export class LateArrivals extends CuranteElement {
  @property({ attribute: false }) arrivals: readonly sistema_ts.LateArrival[] = [];

  /** By recipe; undefined where nobody tells. */
  @state() private known_: ReadonlyMap<string, LateRecipe | undefined> = new Map();

  static override styles = [
    CuranteElement.styles,
    decisionList,
    css`
      li a {
        display: inline-block;
        line-height: 1.8rem;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('arrivals')) void this.look();
  }

  /** One recipe at a time: there are seldom two. */
  private async look(): Promise<void> {
    for (const { recipe } of this.arrivals) {
      if (this.known_.has(recipe)) continue;
      const found = await lateRecipe(recipe);
      this.known_ = new Map(this.known_).set(recipe, found);
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // The button that was pressed is gone with its recipe.
    const shorter = gotShorter(changed.get('arrivals'), this.arrivals);
    if (shorter && focusIsLost()) this.find('li button')?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.arrivals.length === 0) return nothing;
    return html`<section class="card stack" aria-labelledby="late">
      <h2 id="late">${t('late-heading')}</h2>
      <p>${t('late-text')}</p>
      <curante-problem .problem=${this.problem}></curante-problem>
      <ul>
        ${repeat(
          this.arrivals,
          (one) => one.number,
          (one) =>
            html`<li data-late=${one.number}>
              <div>
                ${this.renderRecipe(one)}
                <div><span class="soft">NRE</span> <strong class="mono">${one.number}</strong></div>
                ${whatToDo(one)}
              </div>
              <div class="row">
                <button
                  aria-label=${t('late-seen-of', { number: one.number })}
                  ?disabled=${this.busy}
                  @click=${() => void this.acknowledge(one)}
                >
                  ${t('late-seen')}
                </button>
              </div>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private renderRecipe({ recipe }: sistema_ts.LateArrival): TemplateResult | typeof nothing {
    const of = this.known_.get(recipe);
    if (!of) return nothing;
    return html`<a href=${addressOf('patient', of.patient)}><strong>${of.name}</strong></a>
      <div>${of.content}</div>`;
  }

  /** Taken off the list, nothing reminds of it but the patient's chart. */
  private async acknowledge(one: sistema_ts.LateArrival): Promise<void> {
    const of = this.known_.get(one.recipe);
    const sure = await askToConfirm({
      heading: t('late-seen-heading'),
      text: [of?.name, of?.content, `NRE ${one.number}`, '', whatToDo(one)]
        .filter((line) => line !== undefined)
        .join('\n'),
      confirm: t('late-seen'),
    });
    if (!sure) return;
    const access = await this.act(() =>
      call('sistema-ts/1', 'AcknowledgeLateArrival', { number: one.number }),
    );
    if (!access) return;
    this.dispatchEvent(new CustomEvent('curante-access', { detail: access }));
    announce(t('late-taken'));
  }
}

export function whatToDo(one: sistema_ts.LateArrival): string {
  if (one.withdrawn) return t('late-withdrawn');
  return t('late-two', { successor: one.successor });
}
