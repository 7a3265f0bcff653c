// SPDX-License-Identifier: Apache-2.0
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { announce } from './announcer';
import { readFile } from './api';
import { CuranteElement } from './element';
import { firstClick } from './first-click';
import { focused } from './focus';
import { rememberPlace } from './here';
import { kit } from './kit-texts';
import './modal';
import type { Modal } from './modal';
import { openPatient } from './open-patient';
import { papersSeen } from './papers-to-come';
import './problem';

/** How long a browser may take to give the keys to a document that is loaded, or printed. */
const grab_ms = 1000;

/**
 * Shows a PDF over the page, to be read and printed: then sends `curante-print`. Keys that go to the
 * browser's own PDF viewer never come back to the page, Escape neither. Who goes there, by Tab or by
 * a click, stays there; what the browser takes of its own accord is taken back, but never to the
 * button that prints: the next Space, meant for the document, would print it once more.
 */
@customElement('curante-document')
export class DocumentViewer extends CuranteElement {
  /** Gets the file to show; asked once. */
  @property({ attribute: false }) read!: () => Promise<Blob>;
  @property() heading = '';
  /** Of the documents room, those that it shows. */
  @property({ attribute: false }) documents: readonly string[] = [];
  /** It comes up by itself, after a while: a key that was meant for something else must not print it. */
  @property({ type: Boolean }) late = false;
  @state() private address_ = '';
  /** Tab is down. */
  private tabbing_ = false;
  /** Runs while the browser may take the keys of its own accord. */
  private grabbing_: number | undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      iframe {
        width: 100%;
        height: min(74vh, 60rem);
        border: 1px solid var(--line);
        background: #fff;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    window.addEventListener('blur', this.takeBack);
    this.until(
      () => window.removeEventListener('blur', this.takeBack),
      () => window.clearTimeout(this.grabbing_),
      () => this.address_ && URL.revokeObjectURL(this.address_),
      // The browser's own Back turns the page behind to another patient: one paper must not lie
      // over the chart of another, ready to be printed.
      openPatient.watch(() => this.dispatchEvent(new CustomEvent('curante-close'))),
    );
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    // While the file is on its way the dialog's first button, which closes it, would have the keys.
    const modal = this.find<Modal>('curante-modal');
    if (this.late) void modal?.updateComplete.then(() => modal.focusHeading());
  }

  override render(): TemplateResult {
    const name = `${this.heading}.pdf`;
    return html`<curante-modal wide heading=${this.heading} @keydown=${this.noteKey} @keyup=${this.noteKey}>
      <div class="stack">
        <curante-problem .problem=${this.problem}></curante-problem>
        ${this.address_
          ? html`<div class="row">
                <button class="primary" data-print @click=${firstClick(this.print)}>${kit('print')}</button>
                <a class="button" href=${this.address_} download=${name}>${kit('save-file')}</a>
              </div>
              <iframe
                src=${this.address_}
                @load=${this.expectGrab}
                title=${kit('document-frame', { heading: this.heading })}
              ></iframe>`
          : this.problem
            ? nothing
            : html`<p role="status">${kit('document-loading')}</p>`}
      </div>
    </curante-modal>`;
  }

  private async load(): Promise<void> {
    const file = await this.attempt(() => this.read());
    if (!file || !this.isConnected) return;
    this.address_ = URL.createObjectURL(file);
    papersSeen(this.documents);
    this.expectGrab();
    announce(`${kit('document-open')}: ${this.heading}`);
    await this.updateComplete;
    if (this.late) this.takeKeys();
    else this.find('[data-print]')?.focus();
  }

  private print = (): void => {
    this.find<HTMLIFrameElement>('iframe')?.contentWindow?.print();
    this.expectGrab();
    this.takeKeys();
    this.dispatchEvent(new CustomEvent('curante-print'));
  };

  private noteKey = (event: KeyboardEvent): void => {
    this.tabbing_ = event.type === 'keydown' && event.key === 'Tab';
  };

  private expectGrab = (): void => {
    window.clearTimeout(this.grabbing_);
    this.grabbing_ = window.setTimeout(() => (this.grabbing_ = undefined), grab_ms);
  };

  /** The window loses the keys to a frame in it: to ours when it is loaded, printed or gone into. */
  private takeBack = (): void => {
    // Tab comes up again in there.
    const wanted = this.tabbing_ || this.grabbing_ === undefined;
    this.tabbing_ = false;
    if (wanted) return;
    // Once the browser has done what it does on losing them.
    setTimeout(() => {
      if (focused() === this.find('iframe')) this.takeKeys();
    });
  };

  private takeKeys(): void {
    this.find<Modal>('curante-modal')?.focusHeading();
  }
}

/**
 * Shows a document of the documents room; resolves once it is closed. `printed` is told when somebody
 * prints from it.
 */
export function showDocument(
  document: string,
  patient: string,
  heading: string,
  printed: () => void = () => undefined,
): Promise<void> {
  const read = (): Promise<Blob> => readFile('documents/1/Read', { document }, { patient });
  return show(read, heading, printed, [document]);
}

/** As `showDocument`, of one that took a while to be made and comes up by itself. */
export function showLateDocument(document: string, patient: string, heading: string): Promise<void> {
  const read = (): Promise<Blob> => readFile('documents/1/Read', { document }, { patient });
  const viewer = viewerOf(read, heading, [document]);
  viewer.late = true;
  return closed(viewer);
}

/** So many are put into one file at a time, as documents/1 ReadMerged has it. */
const most_together = 100;

/**
 * Shows documents as one file, in their order, to be printed in one go; more than a hundred one file
 * after the other, as long as the same page or chart is open. `patient`: whose all of them are, or nothing.
 * `printed` is told which were printed; resolves once all is closed.
 */
export async function showDocuments(
  documents: string[],
  patient: string | undefined,
  heading: string,
  printed: (documents: string[]) => void = () => undefined,
): Promise<void> {
  const here = rememberPlace();
  for (let from = 0; from < documents.length && here(); from += most_together) {
    const part = documents.slice(from, from + most_together);
    const read = (): Promise<Blob> =>
      readFile('documents/1/ReadMerged', { documents: part.join(',') }, patient ? { patient } : {});
    await show(read, heading, () => printed(part), part);
  }
}

/** Shows a PDF that is nobody's document, to be printed; resolves once it is closed. */
export function showFile(file: Blob, heading: string): Promise<void> {
  return show(() => Promise.resolve(file), heading);
}

function show(
  read: () => Promise<Blob>,
  heading: string,
  printed: () => void = () => undefined,
  documents: readonly string[] = [],
): Promise<void> {
  const viewer = viewerOf(read, heading, documents);
  viewer.addEventListener('curante-print', printed);
  return closed(viewer);
}

function viewerOf(
  read: () => Promise<Blob>,
  heading: string,
  documents: readonly string[],
): DocumentViewer {
  const viewer = new DocumentViewer();
  viewer.read = read;
  viewer.heading = heading;
  viewer.documents = documents;
  document.body.append(viewer);
  return viewer;
}

/** Resolves once it was closed. */
function closed(viewer: DocumentViewer): Promise<void> {
  return new Promise((resolve) => {
    viewer.addEventListener('curante-close', () => {
      viewer.remove();
      resolve();
    });
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'curante-document': DocumentViewer;
  }
}
