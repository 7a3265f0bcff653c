// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import type { EditDraft } from './draft';
import { t } from './prescribing-texts';
import { kindOf } from './recipe-kind';

/** The recipes that the draft will become, each with what stands on it and why it is one of its own. */
@customElement('curante-plan')
export class Plan extends CuranteElement {
  @property({ attribute: false }) draft!: EditDraft;
  @property({ attribute: false }) recipes: prescribing.PlannedRecipe[] = [];
  /** What the rules say of the lines that the patient pays. */
  @property({ attribute: false }) white: prescribing.WhiteLine[] = [];

  static override styles = [
    CuranteElement.styles,
    css`
      ol {
        list-style: none;
        margin: 0.3rem 0 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
        gap: 0.4rem;
      }
      li {
        border: 1px solid var(--line);
        border-top: 3px solid var(--accent);
        border-radius: 4px;
        padding: 0.35rem 0.55rem;
        background: var(--surface-sunk);
        overflow-wrap: anywhere;
      }
      li.white {
        border-top-color: var(--line-strong);
      }
      .line {
        display: flex;
        justify-content: space-between;
        gap: 0.6rem;
      }
      .number {
        white-space: nowrap;
      }
      .exemption {
        font-weight: 600;
        color: var(--accent);
        white-space: nowrap;
      }
      .reason {
        font-size: 0.92rem;
        margin-top: 0.15rem;
      }
    `,
  ];

  override render(): TemplateResult | typeof nothing {
    const { recipes } = this;
    if (recipes.length === 0) return nothing;
    return html`<section aria-labelledby="plan" data-plan>
      <h3 id="plan">
        ${recipes.length === 1
          ? t('will-become-one')
          : t('will-become-many', { count: recipes.length })}
      </h3>
      <ol>
        ${recipes.map((recipe, at) => this.renderRecipe(recipe, at + 1))}
      </ol>
    </section>`;
  }

  /** Sessions of this row where they are counted, else packs or services. */
  private amount(recipe: prescribing.PlannedRecipe, at: number): string {
    const sessions = recipe.sessions?.[at] ?? 0;
    if (sessions === 1) return t('session-one');
    return sessions > 1 ? t('sessions-of', { count: sessions }) : `× ${recipe.quantities[at] ?? 1}`;
  }

  /** As it will be issued, whatever the line wishes. */
  private repeatability(recipe: prescribing.PlannedRecipe, line: number): string {
    const white = this.white.find((one) => one.line === line);
    const service = this.draft.lines[line - 1]?.kind === 'service';
    if (!white || service || recipe.kind !== 'white') return '';
    return ` · ${t(white.repeatable ? 'short-rr' : 'short-rnr')}`;
  }

  private renderRecipe(recipe: prescribing.PlannedRecipe, number: number): TemplateResult {
    return html`<li class=${recipe.kind} data-kind=${recipe.kind} data-priority=${recipe.priority}>
      <strong>${number}. ${kindOf(recipe)}</strong>
      ${recipe.exemption
        ? html`<span class="exemption" data-exemption=${recipe.exemption}
            >${t('exemption-part', { code: recipe.exemption })}</span
          >`
        : nothing}
      ${recipe.lines.map(
        (line, at) =>
          html`<div class="line">
            <span>${this.draft.lines[line - 1]?.text ?? t('line', { line })}</span>
            <span class="number">${this.amount(recipe, at)}${this.repeatability(recipe, line)}</span>
          </div>`,
      )}
      ${recipe.reason
        ? html`<div class="reason soft">${t('own-recipe', { reason: recipe.reason })}</div>`
        : nothing}
    </li>`;
  }
}
