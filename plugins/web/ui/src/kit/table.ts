// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';

/**
 * A table of `rows` (each a <tr>) that scrolls sideways by itself where it is wider than its place.
 * `name` says what it lists to who does not see it; a heading that is more than words is a whole <th>.
 */
export function table(
  name: string,
  head: readonly (string | TemplateResult)[],
  rows: unknown,
): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
    <table>
      <caption class="visually-hidden">
        ${name}
      </caption>
      <thead>
        <tr>
          ${head.map((one) => (typeof one === 'string' ? html`<th scope="col">${one}</th>` : one))}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
