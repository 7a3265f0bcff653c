// SPDX-License-Identifier: Apache-2.0
import { LitElement, type CSSResultGroup } from 'lit';
import { state } from 'lit/decorators.js';
import { asApiError, isSilent, type ApiError } from './api-error';
import { addShortcut } from './shortcuts';
import { liveEvents } from './live-events';
import { baseStyles } from './styles';

/** What every screen stands on: the common look, the problem to show, and things to undo at the end. */
export abstract class CuranteElement extends LitElement {
  static override styles: CSSResultGroup = baseStyles;

  /** The last failure, shown with <curante-problem>. */
  @state() protected problem: ApiError | undefined;
  /** Work whose outcome the screen waits for; its buttons rest meanwhile. */
  @state() protected busy = false;

  private endings_: (() => void)[] = [];

  /** Remembers what to undo when the element leaves the page. */
  protected until(...endings: (() => void)[]): void {
    this.endings_.push(...endings);
  }

  protected shortcut(key: string, label: string, run: () => void): void {
    this.until(addShortcut(key, label, run));
  }

  protected onEvent(name: string, handler: (data: unknown) => void): void {
    this.until(liveEvents.on(name, handler));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.endings_.splice(0)) end();
  }

  /** Runs `work`, and keeps its failure to be shown. Returns undefined when it failed. */
  protected async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.problem = undefined;
    try {
      return await work();
    } catch (error) {
      if (!isSilent(error)) this.problem = asApiError(error);
      return undefined;
    }
  }

  /** As `attempt`, with `busy` set; a second call while one runs does nothing. */
  protected async act<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    try {
      return await this.attempt(work);
    } finally {
      this.busy = false;
    }
  }

  protected find<E extends HTMLElement>(selector: string): E | null {
    return this.renderRoot.querySelector<E>(selector);
  }
}
