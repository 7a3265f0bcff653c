// SPDX-License-Identifier: Apache-2.0
import { html, render } from 'lit';
import { rememberFocus } from './focus';
import { kit } from './kit-texts';
import './modal';
import { baseStyles } from './styles';

export interface Question {
  heading: string;
  text: string;
  /** The words on the button that does it: "Ritira la ricetta", not "OK". */
  confirm: string;
  /** The words on the button that does not; "Annulla" when they are left out. */
  decline?: string;
  danger?: boolean;
}

/** Asks before something that cannot be taken back. */
export function askToConfirm(question: Question): Promise<boolean> {
  const holder = document.createElement('div');
  const root = holder.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = baseStyles.styleSheet ? [baseStyles.styleSheet] : [];
  const restoreFocus = rememberFocus();
  document.body.append(holder);
  return new Promise((resolve) => {
    const answer = (yes: boolean): void => {
      holder.remove();
      restoreFocus();
      resolve(yes);
    };
    render(
      html`<curante-modal heading=${question.heading} @curante-close=${() => answer(false)}>
        <div class="stack">
          <p style="white-space: pre-line">${question.text}</p>
          <div class="row">
            <button class="push" @click=${() => answer(false)}>
              ${question.decline ?? kit('cancel')}
            </button>
            <button
              class="primary ${question.danger ? 'danger' : ''}"
              data-confirm
              @click=${() => answer(true)}
            >
              ${question.confirm}
            </button>
          </div>
        </div>
      </curante-modal>`,
      root,
    );
  });
}
