// SPDX-License-Identifier: Apache-2.0
import { CuranteElement } from '../kit/element';
import { css, customElement, html, nothing, property, state, type TemplateResult } from '../kit/index';
import { addressOf, go, place } from '../kit/navigation';
import { pageAlarms, pageMarks, type PageMark } from '../kit/page-marks';
import { session } from '../kit/session';
import type { PageEntry } from './layout';
import { t } from './shell-texts';
import { theme, turnTheme, type Theme } from './theme';

/** D, E and F belong to browsers' address bars and menus; the others to what the screens themselves do. */
const not_for_pages = 'abcdefikmnopru';

/** Alt letters for pages: the first letter of the title that nobody has yet. */
function letters(pages: PageEntry[]): Map<string, string> {
  const taken = new Set(not_for_pages);
  const given = new Map<string, string>();
  for (const page of pages) {
    const wanted = page.path === 'patients' ? 'p' : '';
    const letter =
      wanted || [...page.title.toLowerCase()].find((c) => /[a-z]/.test(c) && !taken.has(c));
    if (!letter) continue;
    taken.add(letter);
    given.set(page.path, letter);
  }
  return given;
}

function renderMark(mark: PageMark | undefined, look: string): TemplateResult | typeof nothing {
  if (!mark || mark.count <= 0) return nothing;
  return html`<span class=${look}
    ><span aria-hidden="true">${mark.count}</span
    ><span class="visually-hidden">${mark.text}</span></span
  >`;
}

/** Pages, user, look, way out. */
@customElement('curante-top-bar')
export class TopBar extends CuranteElement {
  @property({ attribute: false }) pages: PageEntry[] = [];
  @state() private theme_: Theme = theme();
  private letters_ = new Map<string, string>();

  static override styles = [
    CuranteElement.styles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.15rem 0.6rem;
        background: var(--surface);
        border-bottom: 1px solid var(--line);
        padding: 0.3rem 1rem;
        min-height: 3rem;
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        font-weight: 700;
        letter-spacing: -0.01em;
        margin-right: 0.5rem;
      }
      nav ul {
        display: flex;
        flex-wrap: wrap;
        list-style: none;
        gap: 0.15rem;
      }
      nav a {
        position: relative;
        display: inline-flex;
        gap: 0.4rem;
        align-items: center;
        min-height: 2.3rem;
        padding: 0 0.7rem;
        border-radius: var(--radius);
        color: var(--ink);
        text-decoration: none;
        font-weight: 500;
      }
      nav a:hover {
        background: var(--accent-soft);
      }
      nav a[aria-current='page'] {
        background: var(--accent-soft);
        color: var(--accent);
        box-shadow: inset 0 -3px 0 var(--accent);
      }
      /* Eight pages fit on one line of a small screen: signs and keys say enough there. */
      @media (max-width: 1400px) {
        nav a {
          padding: 0 0.35rem;
        }
        .words {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
          white-space: nowrap;
        }
      }
      /* At the corner, without a place of their own: one that comes must not break the bar into two lines,
         which would move the page from under the pointer. */
      .marks {
        position: absolute;
        top: -0.3rem;
        right: -0.1rem;
        display: flex;
        gap: 0.1rem;
        pointer-events: none;
      }
      .mark {
        min-width: 1rem;
        padding: 0 0.25rem;
        border-radius: 999px;
        background: var(--accent);
        color: var(--accent-ink);
        font-size: 0.72rem;
        line-height: 1rem;
        font-weight: 700;
        text-align: center;
      }
      .mark.alarm {
        background: var(--red);
        color: var(--surface);
      }
      .user {
        text-align: right;
        line-height: 1.15;
        font-size: 0.9rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.letters_ = letters(this.pages);
    for (const page of this.pages) {
      const letter = this.letters_.get(page.path);
      if (letter) this.shortcut(letter, page.title, () => go(page.path));
    }
    this.until(
      place.watch(() => this.requestUpdate()),
      session.watch(() => this.requestUpdate()),
      pageMarks.watch(() => this.requestUpdate()),
      pageAlarms.watch(() => this.requestUpdate()),
    );
  }

  override render(): TemplateResult {
    const who = session.value.session;
    return html`<header>
      <div class="brand">
        <img src="/ui/curante.web/icon.svg" alt="" width="24" height="24" /><span
          class="words"
          >${t('product')}</span
        >
      </div>
      <nav aria-label=${t('pages')}>
        <ul>
          ${this.pages.map((page) => this.renderPage(page))}
        </ul>
      </nav>
      <div class="row push">
        <button class="small" @click=${() => this.emit('curante-shortcuts')}>
          <span class="words">${t('shortcuts')}</span> <kbd>Alt+K</kbd>
        </button>
        <button
          class="small"
          aria-label=${t(`theme-${this.theme_}`)}
          @click=${() => (this.theme_ = turnTheme())}
        >
          <span aria-hidden="true">◐</span>
          <span class="words">${t(`theme-short-${this.theme_}`)}</span>
        </button>
        ${who
          ? html`<div class="user">
              <strong>${who.display_name}</strong><br /><span class="soft"
                >${t(`role-${who.role}`)}</span
              >
            </div>`
          : nothing}
        <button class="small" @click=${() => this.emit('curante-sign-out')}>${t('sign-out')}</button>
      </div>
    </header>`;
  }

  private renderPage(page: PageEntry): TemplateResult {
    const letter = this.letters_.get(page.path);
    const here = place.value.page;
    const current = here === page.path || (here === 'patient' && page.path === 'patients');
    return html`<li>
      <a
        href=${addressOf(page.path)}
        aria-current=${current ? 'page' : nothing}
        aria-keyshortcuts=${letter ? `Alt+${letter.toUpperCase()}` : nothing}
      >
        ${page.title}
        <span class="marks">
          ${renderMark(pageAlarms.value.get(page.path), 'mark alarm')}
          ${renderMark(pageMarks.value.get(page.path), 'mark')}
        </span>
        ${letter ? html`<kbd aria-hidden="true">Alt+${letter.toUpperCase()}</kbd>` : nothing}
      </a>
    </li>`;
  }

  private emit(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}
