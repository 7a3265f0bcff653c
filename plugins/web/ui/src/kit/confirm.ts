// SPDX-License-Identifier: Apache-2.0
import { html, render } from 'lit';
import { ApiError } from './api-error';
import { firstClick } from './first-click';
import { sentence } from './format';
import { kit } from './kit-texts';
import './modal';
import { openPatient } from './open-patient';
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

/** `left`: Escape, «Chiudi», or the window turned to another patient: neither button was pressed. */
export type Answer = 'confirmed' | 'declined' | 'left';

/**
 * Asks before something that cannot be taken back. Where the window turns to another patient meanwhile,
 * the answer is no: what was asked there is not to be done over another's chart.
 */
export async function askToConfirm(question: Question): Promise<boolean> {
  return (await askWhich(question)) === 'confirmed';
}

/** As `askToConfirm`, where what declines does something too: it must be done to nobody who only left. */
export function askWhich(question: Question): Promise<Answer> {
  const holder = document.createElement('div');
  const root = holder.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = baseStyles.styleSheet ? [baseStyles.styleSheet] : [];
  document.body.append(holder);
  return new Promise((resolve) => {
    const answer = (which: Answer): void => {
      unwatch();
      holder.remove();
      resolve(which);
    };
    const unwatch = openPatient.watch(() => answer('left'));
    render(
      html`<curante-modal heading=${question.heading} @curante-close=${() => answer('left')}>
        <div class="stack">
          <p style="white-space: pre-line">${question.text}</p>
          <div class="row">
            <button class="push" data-decline @click=${firstClick(() => answer('declined'))}>
              ${question.decline ?? kit('cancel')}
            </button>
            <button
              class="primary ${question.danger ? 'danger' : ''}"
              data-confirm
              @click=${firstClick(() => answer('confirmed'))}
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

/**
 * Runs `work`, and where the server wants a person's word for it (a refusal with `code`) asks for
 * that and runs it again, confirmed. Undefined when the person thought better of it.
 */
export async function insist<T>(
  code: string,
  work: (confirmed: boolean) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work(false);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== code) throw error;
    const sure = await askToConfirm({
      heading: kit('insist-heading'),
      text: `${sentence(error.message)}\n\n${sentence(error.remedy)}`,
      confirm: kit('insist-confirm'),
      decline: kit('insist-decline'),
    });
    return sure ? work(true) : undefined;
  }
}
