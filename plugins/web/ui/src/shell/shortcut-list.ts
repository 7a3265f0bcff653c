// SPDX-License-Identifier: Apache-2.0
import { CuranteElement } from '../kit/element';
import { css, customElement, html, type TemplateResult } from '../kit/index';
import { shortcuts } from '../kit/shortcuts';
import { t } from './shell-texts';

/** What Alt and a letter do on this screen. */
@customElement('curante-shortcut-list')
export class ShortcutList extends CuranteElement {
  static override styles = [
    CuranteElement.styles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.45rem 1rem;
        margin-top: 0.75rem;
      }
    `,
  ];

  override render(): TemplateResult {
    const seen = new Set<string>();
    const shown = shortcuts.value.filter((one) => !seen.has(one.key) && seen.add(one.key));
    return html`<curante-modal heading=${t('shortcuts')}>
      <p>${t('shortcuts-text')}</p>
      <dl>
        ${[...shown].reverse().map(
          (one) => html`<dt><kbd>Alt+${one.key.toUpperCase()}</kbd></dt>
            <dd>${one.label}</dd>`,
        )}
      </dl>
    </curante-modal>`;
  }
}
