// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  pageMarks,
  place,
  session,
  type TemplateResult,
} from '@curante/shell';
import { t } from './studio-texts';

/** In the page's address: what was prepared, instead of the day's recipes. */
export const preparedView = 'da-approvare';

/** In the page's address: recipes of a patient, or from a day on. */
export const historyView = 'storico';

/** The way between the day's recipes and what was prepared for a doctor. */
@customElement('curante-studio-views')
export class StudioViews extends CuranteElement {
  static override styles = [
    CuranteElement.styles,
    css`
      nav {
        display: flex;
        gap: 0.3rem;
      }
      a[aria-current] {
        border-color: var(--accent);
        box-shadow: inset 0 -3px 0 var(--accent);
        background: var(--accent-soft);
        color: var(--accent);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(
      place.watch(() => this.requestUpdate()),
      pageMarks.watch(() => this.requestUpdate()),
    );
  }

  override render(): TemplateResult {
    const prepares = session.may('prescription.prepare');
    const signs = session.may('prescription.issue');
    const count = pageMarks.value.get('studio')?.count ?? 0;
    const prepared = signs ? t('view-approve') : t('view-prepared');
    const here = place.value.rest[0] ?? '';
    const link = (view: string, text: string): TemplateResult =>
      html`<a
        class="button"
        href=${addressOf('studio', ...(view ? [view] : []))}
        aria-current=${here === view ? 'page' : nothing}
        >${text}</a
      >`;
    return html`<nav aria-label=${t('views')}>
      ${link('', t('view-day'))}
      ${prepares ? link(preparedView, count > 0 ? `${prepared} (${count})` : prepared) : nothing}
      ${link(historyView, t('history'))}
    </nav>`;
  }
}
