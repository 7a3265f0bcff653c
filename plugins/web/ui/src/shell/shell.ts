// SPDX-License-Identifier: Apache-2.0
import { announce } from '../kit/announcer';
import { call } from '../kit/api';
import { ApiError } from '../kit/api-error';
import { askToConfirm } from '../kit/confirm';
import { drafts } from '../kit/drafts';
import { CuranteElement } from '../kit/element';
import { css, customElement, html, keyed, nothing, state, type TemplateResult } from '../kit/index';
import { liveEvents } from '../kit/live-events';
import { go, place } from '../kit/navigation';
import { openPatient } from '../kit/open-patient';
import { session } from '../kit/session';
import { loadScreen, readLayout, type Layout, type PanelEntry } from './layout';
import './pending-drafts';
import './screen-slot';
import './server-banner';
import { t } from './shell-texts';
import { ShortcutList } from './shortcut-list';
import './sign-in';
import { applyTheme } from './theme';
import './top-bar';

/** An element of the slot `leaving`. */
interface Leaving {
  mayLeave?: () => Promise<boolean>;
}

/** The frame of the program: who is signed in, which page or patient shows. Knows no room. */
@customElement('curante-shell')
export class Shell extends CuranteElement {
  @state() private layout_: Layout | undefined;
  @state() private known_ = false;

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        display: block;
        min-height: 100vh;
      }
      main {
        padding: 0.75rem 1rem 2rem;
        outline: none;
      }
      .skip {
        position: absolute;
        left: -100vw;
      }
      .skip:focus {
        left: 0.5rem;
        top: 0.5rem;
        z-index: 40;
        background: var(--surface);
        padding: 0.5rem;
      }
      .door {
        min-height: 100vh;
        display: grid;
        place-items: center;
        padding: 1rem;
      }
      .door .card {
        width: min(24rem, 100%);
        padding: 1.75rem;
        display: grid;
        gap: 1.2rem;
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 0.75rem;
      }
      /* The header keeps itself in sight: no box of ours may hold it back. */
      .patient-head,
      .patient-head curante-screen {
        display: contents;
      }
      .panels {
        display: grid;
        gap: var(--gap);
        align-items: start;
        margin-top: var(--gap);
      }
      @media (min-width: 1080px) {
        .panels {
          grid-template-columns: minmax(0, 5fr) minmax(0, 8fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    applyTheme();
    this.turn();
    this.until(
      place.watch(() => this.turn()),
      session.watch(() => void this.signedIn()),
    );
    this.shortcut('k', t('shortcuts'), () => this.showShortcuts());
    void this.begin();
  }

  override render(): TemplateResult | typeof nothing {
    const { session: who, expired } = session.value;
    if (!this.known_) return html`<p role="status">${t('loading')}</p>`;
    if (!who) return this.renderDoor();
    return html`
      <a class="skip" href="#content" @click=${this.skip}>${t('skip')}</a>
      ${this.layout_
        ? html`<curante-top-bar
            .pages=${this.pages()}
            @curante-shortcuts=${this.showShortcuts}
            @curante-sign-out=${this.signOut}
          ></curante-top-bar>`
        : nothing}
      <curante-server-banner></curante-server-banner>
      ${this.renderSlot('banner')}
      <curante-pending-drafts></curante-pending-drafts>
      <main id="content" tabindex="-1">
        <curante-problem .problem=${this.problem}></curante-problem>
        ${this.layout_ ? this.renderPlace() : nothing}
      </main>
      ${expired
        ? html`<curante-modal firm heading=${t('sign-in-again')}>
            <div class="stack">
              <p>${t('sign-in-again-text')}</p>
              <curante-sign-in .userName=${who.user_name}></curante-sign-in>
            </div>
          </curante-modal>`
        : nothing}
    `;
  }

  private renderDoor(): TemplateResult {
    return html`<main class="door">
      <div class="card">
        <div class="brand">
          <img src="/ui/curante.web/icon.svg" alt="" width="44" height="44" />
          <div>
            <h1>${t('product')}</h1>
            <p class="soft">${t('demo-line')}</p>
          </div>
        </div>
        <curante-server-banner></curante-server-banner>
        <curante-sign-in></curante-sign-in>
      </div>
    </main>`;
  }

  private renderPlace(): TemplateResult {
    const { page, rest } = place.value;
    const patient = openPatient.value;
    if (patient) return this.renderPatient(patient, rest.slice(1));
    const entry = this.pages().find((one) => one.path === page);
    if (entry) {
      return html`${keyed(
        entry.path,
        html`<curante-screen .screen=${entry} .rest=${rest}></curante-screen>`,
      )}`;
    }
    const forbidden = this.layout_?.pages.some((one) => one.path === page);
    const message = forbidden ? t('no-permission') : t('no-page');
    const problem = new ApiError('page-unknown', message, t('no-page-remedy'));
    return html`<curante-problem .problem=${problem}></curante-problem>`;
  }

  /** All elements of a patient are made anew for each patient: none ever turns to another. */
  private renderPatient(patient: string, rest: string[]): TemplateResult {
    return html`${keyed(
      patient,
      html`<div class="patient-head">${this.renderSlot('patient-header', patient, rest)}</div>
        <div class="panels">${this.renderSlot('patient', patient, rest)}</div>`,
    )}`;
  }

  private renderSlot(slot: string, patient = '', rest: string[] = []): TemplateResult[] {
    const panels = (this.layout_?.panels ?? []).filter(
      (panel: PanelEntry) => panel.slot === slot && session.may(panel.permission),
    );
    return panels.map(
      (panel) =>
        html`<curante-screen
          .screen=${panel}
          .patient=${patient}
          .rest=${rest}
          data-element=${panel.element}
        ></curante-screen>`,
    );
  }

  private pages(): Layout['pages'] {
    return (this.layout_?.pages ?? []).filter((page) => session.may(page.permission));
  }

  /** Follows the address: which patient is open in this window, if any. */
  private turn(): void {
    const { page, rest } = place.value;
    openPatient.value = page === 'patient' ? (rest[0] ?? '') : '';
    this.requestUpdate();
  }

  private async begin(): Promise<void> {
    try {
      session.begin(await call('accounts/1', 'WhoAmI', {}));
    } catch (error) {
      // Nobody is signed in yet, or the server is down: the door says which.
      if (error instanceof ApiError && error.outcomeUnknown) this.problem = error;
    }
    this.known_ = true;
  }

  private async signedIn(): Promise<void> {
    const who = session.value.session;
    this.requestUpdate();
    if (!who || session.value.expired) return;
    announce(t('signed-in', { name: who.display_name }));
    liveEvents.start();
    if (this.layout_) return;
    this.layout_ = await this.attempt(readLayout);
    if (who.must_change_password) go('account', 'password');
    else if (!place.value.page) go(this.pages()[0]?.path ?? '');
  }

  private showShortcuts = (): void => {
    const list = new ShortcutList();
    list.addEventListener('curante-close', () => list.remove());
    document.body.append(list);
  };

  private signOut = async (): Promise<void> => {
    const pending = drafts.pending();
    if (pending.length > 0) {
      const names = [...new Set(pending.map((draft) => draft.label))].join(', ');
      const sure = await askToConfirm({
        heading: t('sign-out-heading'),
        text: t('sign-out-drafts', { names }),
        confirm: t('sign-out-confirm'),
        danger: true,
      });
      if (!sure) return;
    }
    if (!(await this.mayLeave())) return;
    const done = await this.attempt(() => call('accounts/1', 'SignOut', {}));
    if (!done) return;
    drafts.clear();
    window.sessionStorage.clear();
    window.location.hash = '';
    window.location.reload();
  };

  /** Asks the rooms that have something to show at the end of work (slot `leaving`). */
  private async mayLeave(): Promise<boolean> {
    for (const panel of this.layout_?.panels ?? []) {
      if (panel.slot !== 'leaving' || !session.may(panel.permission)) continue;
      // A room whose screen cannot be had keeps nobody from leaving.
      const made = await loadScreen(panel)
        .then(() => document.createElement(panel.element) as HTMLElement & Leaving)
        .catch(() => undefined);
      if (made?.mayLeave && !(await made.mayLeave())) return false;
    }
    return true;
  }

  private skip = (event: Event): void => {
    event.preventDefault();
    this.find('#content')?.focus();
  };
}
