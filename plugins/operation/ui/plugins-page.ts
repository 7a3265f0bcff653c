// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  ApiError,
  asApiError,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  html,
  isSilent,
  nothing,
  repeat,
  resync,
  state,
  table,
  type TemplateResult,
} from '@curante/shell';
import type { hosting } from '@curante/contracts';
import { t } from './operation-texts';
import './plugin-details';
import './unknown-codes';
import {
  brokenPaths,
  disableWarning,
  memoryOf,
  nameOf,
  namesOf,
  pathsOf,
  refusalOf,
  runs,
  stateOf,
} from './plugin-words';

/** Restarts and memory change by themselves, and nobody tells of it. */
const refreshMs = 10_000;

/** The plugins of this host, and what an administrator does with them. */
@customElement('curante-plugins')
export class PluginsPage extends CuranteElement {
  @state() private plugins_: hosting.Plugin[] = [];
  @state() private shown_ = '';
  @state() private told_ = '';

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        max-width: 84rem;
        margin-inline: auto;
      }
      td {
        vertical-align: middle;
      }
      th {
        white-space: normal;
        vertical-align: bottom;
      }
      th[scope='row'] {
        border-bottom: 1px solid var(--line);
        color: var(--ink);
        font-size: inherit;
        vertical-align: middle;
      }
      /* The row that was acted on may be far below. */
      .messages {
        position: sticky;
        top: 0.5rem;
        z-index: 2;
        justify-items: start;
      }
      button.name {
        min-height: 1.8rem;
        padding: 0;
        font-weight: 600;
        white-space: normal;
        text-align: left;
        text-decoration: underline;
        text-underline-offset: 0.15em;
      }
      .id {
        display: block;
        font-size: 0.82rem;
        font-weight: 400;
      }
      .actions {
        display: flex;
        flex-wrap: nowrap;
        gap: 0.3rem;
        align-items: center;
      }
      .crash {
        max-width: 12rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.load();
    }, refreshMs);
    this.until(() => clearInterval(timer));
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    const shown = this.plugins_.find((one) => one.id === this.shown_);
    return html`<div class="stack">
      <h1>${t('heading')}</h1>
      <p class="soft">${t('intro')}</p>
      <div class="messages stack" ?hidden=${!this.problem && !this.told_}>
        <curante-problem .problem=${this.problem}></curante-problem>
        <p role="status" ?hidden=${!this.told_}>
          <curante-chip tone="green">${this.told_}</curante-chip>
        </p>
      </div>
      <curante-unknown-codes .all=${this.plugins_}></curante-unknown-codes>
      ${this.plugins_.length > 0 ? this.renderTable() : nothing}
      ${shown
        ? html`<curante-modal wide heading=${nameOf(shown)} @curante-close=${() => (this.shown_ = '')}>
            <curante-plugin-details .plugin=${shown} .all=${this.plugins_}></curante-plugin-details>
          </curante-modal>`
        : nothing}
    </div>`;
  }

  private renderTable(): TemplateResult {
    const head = [
      'plugin',
      'state',
      'version',
      'issuer',
      'paths',
      'restarts',
      'last-crash',
      'memory',
      'actions',
    ] as const;
    return html`<section class="card stack" aria-labelledby="summary">
      <h2 id="summary">${this.summary()}</h2>
      ${table(
        t('heading'),
        head.map((name) => t(name)),
        repeat(
          this.plugins_,
          (one) => one.id,
          (one) => this.renderPlugin(one),
        ),
      )}
    </section>`;
  }

  private summary(): string {
    return t('summary', {
      running: this.plugins_.filter(runs).length,
      count: this.plugins_.length,
    });
  }

  private renderPlugin(one: hosting.Plugin): TemplateResult {
    const told = stateOf(one);
    const broken = brokenPaths(one);
    return html`<tr data-plugin=${one.id} data-state=${one.state}>
      <th scope="row">
        <button
          class="plain name"
          aria-label=${t('details-of', { name: nameOf(one) })}
          aria-haspopup="dialog"
          @click=${() => (this.shown_ = one.id)}
        >
          ${nameOf(one)}
        </button>
        <span class="id mono soft">${one.id}</span>
      </th>
      <td><curante-chip tone=${told.tone}>${told.text}</curante-chip></td>
      <td class="number">${one.version}</td>
      <td>
        ${one.issuer || t('own-part')}
        ${one.mock ? html`<curante-chip tone="amber">${t('mock')}</curante-chip>` : nothing}
      </td>
      <td>
        ${pathsOf(one)}
        ${broken > 0
          ? html`<curante-chip tone="amber">${broken} ${t(broken === 1 ? 'path-none' : 'path-none-many')}</curante-chip>`
          : nothing}
      </td>
      <td class="number">${one.process.restarts}</td>
      <td class="crash" lang=${one.process.last_crash ? 'en' : nothing}>
        ${one.process.last_crash || t('never')}
      </td>
      <td class="number">${memoryOf(one)}</td>
      <td><div class="actions">${this.renderActions(one)}</div></td>
    </tr>`;
  }

  private renderActions(one: hosting.Plugin): TemplateResult {
    const name = nameOf(one);
    const button = (
      what: 'disable' | 'enable' | 'replace',
      run: (plugin: hosting.Plugin) => Promise<void>,
    ): TemplateResult =>
      html`<button
        class="small"
        aria-label=${t(`${what}-of`, { name })}
        ?disabled=${this.busy}
        @click=${() => void run(one)}
      >
        ${t(what)}
      </button>`;
    if (one.fixed) return html`<span class="soft">${t('always')}</span>`;
    return html`${runs(one) ? button('disable', this.disable) : button('enable', this.enable)}
      ${button('replace', this.replace)}`;
  }

  /** Leaves what the last action told where it is. */
  private async load(): Promise<void> {
    try {
      this.plugins_ = (await call('hosting/1', 'ListPlugins', {})).plugins;
    } catch (error) {
      if (!isSilent(error)) this.problem ??= asApiError(error);
    }
  }

  private disable = async (one: hosting.Plugin): Promise<void> => {
    const name = nameOf(one);
    const sure = await askToConfirm({
      heading: t('disable-heading', { name }),
      text: disableWarning(one, this.plugins_),
      confirm: t('disable'),
      danger: true,
    });
    if (!sure) return;
    await this.change(
      one,
      () => call('hosting/1', 'DisablePlugin', { plugin: one.id, confirmed: true }),
      () => t('disabled', { name }),
    );
  };

  private enable = (one: hosting.Plugin): Promise<void> =>
    this.change(
      one,
      () => call('hosting/1', 'EnablePlugin', { plugin: one.id }),
      () => t('enabled', { name: nameOf(one) }),
    );

  private replace = async (one: hosting.Plugin): Promise<void> => {
    const name = nameOf(one);
    const needed = one.needed_by.length > 0;
    const names = namesOf(one.needed_by, this.plugins_);
    const sure = await askToConfirm({
      heading: t('replace-heading', { name }),
      text:
        t('replace-text', { version: one.version }) +
        (needed ? `\n\n${t('replace-needed', { names })}` : ''),
      confirm: t('replace'),
    });
    if (!sure) return;
    await this.change(
      one,
      () => call('hosting/1', 'ReplacePlugin', { plugin: one.id }),
      (change) => t('replaced', { name, version: change.version }),
    );
  };

  private async change(
    one: hosting.Plugin,
    run: () => Promise<hosting.Change>,
    told: (change: hosting.Change) => string,
  ): Promise<void> {
    this.told_ = '';
    const change = await this.act(async () => {
      try {
        return await run();
      } catch (error) {
        throw error instanceof ApiError ? refusalOf(error, one) : error;
      }
    });
    if (change) {
      this.told_ = told(change);
      announce(this.told_);
    }
    await this.load();
    // The button that was pressed may have given way to another.
    await this.updateComplete;
    this.find<HTMLButtonElement>(`[data-plugin="${one.id}"] td button`)?.focus();
  }
}
