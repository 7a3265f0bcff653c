// SPDX-License-Identifier: Apache-2.0
import {
  call,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  resync,
  session,
  state,
  table,
  type TemplateResult,
} from '@curante/shell';
import type { hosting } from '@curante/contracts';
import { t } from './operation-texts';
import { namesOf } from './plugin-words';

export interface UnknownCode {
  plugin: string;
  code: string;
  seen: number;
}

/** A figure that a plugin calls "…unknown_codes_total", as Prometheus reads it. */
const sample =
  /^curante_(?:[a-z0-9_]+_)?unknown_codes_total\{plugin="([^"]*)",code="([^"]*)"\} ([0-9.e+]+)$/gm;

/** The codes of a service that a plugin has no words for, the most frequent first. */
export function unknownCodesIn(metrics: string): UnknownCode[] {
  return [...metrics.matchAll(sample)]
    .map(([, plugin = '', code = '', seen = '']) => ({ plugin, code, seen: Number(seen) }))
    .sort((a, b) => b.seen - a.seen || a.code.localeCompare(b.code));
}

/**
 * What a service answered and nobody could be told in words: those who keep the program should be told the
 * codes. Shows nothing where there are none.
 */
@customElement('curante-unknown-codes')
export class UnknownCodes extends CuranteElement {
  @property({ attribute: false }) all: hosting.Plugin[] = [];
  @state() private codes_: UnknownCode[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.codes_.length === 0) return nothing;
    return html`<section class="card stack" aria-labelledby="unknown" data-unknown-codes>
      <h2 id="unknown">${t('unknown')}</h2>
      <p>${t('unknown-text')}</p>
      ${table(
        t('unknown'),
        [t('unknown-code'), t('unknown-seen'), t('plugin')],
        this.codes_.map(
          ({ plugin, code, seen }) =>
            html`<tr>
              <td class="mono">${code}</td>
              <td class="number">${seen}</td>
              <td>${namesOf([plugin], this.all)}</td>
            </tr>`,
        ),
      )}
    </section>`;
  }

  private async load(): Promise<void> {
    if (!session.may('metrics.read')) return;
    try {
      this.codes_ = unknownCodesIn((await call('hosting/1', 'Metrics', {})).text);
    } catch {
      // The page itself says when the host does not answer.
    }
  }
}
