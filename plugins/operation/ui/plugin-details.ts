// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  table,
  type TemplateResult,
} from '@curante/shell';
import type { hosting } from '@curante/contracts';
import { t } from './operation-texts';
import { nameOf, namesOf, pathText, stateOf } from './plugin-words';

/** All that the host knows of one plugin: whom it reaches by which path, and why. */
@customElement('curante-plugin-details')
export class PluginDetails extends CuranteElement {
  @property({ attribute: false }) plugin: hosting.Plugin | undefined;
  @property({ attribute: false }) all: hosting.Plugin[] = [];

  static override styles = [
    CuranteElement.styles,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.35rem 1rem;
        align-items: baseline;
      }
      td {
        vertical-align: baseline;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  override render(): TemplateResult | typeof nothing {
    const one = this.plugin;
    if (!one) return nothing;
    const state = stateOf(one);
    const process = one.process;
    return html`<div class="stack">
      <dl>
        <dt>${t('state')}</dt>
        <dd><curante-chip tone=${state.tone}>${state.text}</curante-chip></dd>
        ${one.problem ? html`<dt>${t('problem')}</dt><dd lang="en">${one.problem}</dd>` : nothing}
        <dt>${t('identifier')}</dt>
        <dd class="mono">${one.id}</dd>
        <dt>${t('version')}</dt>
        <dd class="number">${one.version}</dd>
        <dt>${t('issuer')}</dt>
        <dd>${one.issuer ? `${one.issuer} (${one.issuer_kind})` : t('own-part')}</dd>
        <dt>${t('start')}</dt>
        <dd class="number">${t('start-ms', { count: Math.round(one.start_ms) })}</dd>
        <dt>${t('process')}</dt>
        <dd>
          ${one.isolated
            ? t('process-text', { pid: process.pid, calls: process.calls, failed: process.failed })
            : t('in-host')}
        </dd>
        ${process.last_crash
          ? html`<dt>${t('last-crash')}</dt><dd lang="en">${process.last_crash}</dd>`
          : nothing}
        <dt>${t('provides')}</dt>
        <dd class="mono">${one.provides.join(', ') || t('none')}</dd>
        <dt>${t('needed-by')}</dt>
        <dd>${namesOf(one.needed_by, this.all) || t('nobody')}</dd>
      </dl>
      ${one.bindings.length > 0 ? this.renderBindings(one) : nothing}
    </div>`;
  }

  private renderBindings(one: hosting.Plugin): TemplateResult {
    const title = t('links', { name: nameOf(one) });
    const head = ['contract', 'provider', 'path', 'reason'] as const;
    return table(
      title,
      head.map((name) => t(name)),
      one.bindings.map(
        (binding) =>
          html`<tr>
            <td class="mono">${binding.contract}</td>
            <td>${namesOf([binding.provider].filter(Boolean), this.all) || t('nobody')}</td>
            <td>${pathText(binding.path)}${binding.optional ? ` (${t('optional')})` : ''}</td>
            <td lang="en">${binding.reason}</td>
          </tr>`,
      ),
    );
  }
}
