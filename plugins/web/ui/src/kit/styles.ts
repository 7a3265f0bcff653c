// SPDX-License-Identifier: Apache-2.0
import { css } from 'lit';

/** Controls, tables and frames as all screens have them. */
export const baseStyles = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
  }
  fieldset {
    border: 0;
    min-width: 0;
  }
  h1 {
    font-size: 1.35rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: 1.05rem;
    font-weight: 650;
  }
  h3 {
    font-size: 0.93rem;
    font-weight: 650;
    color: var(--ink-soft);
  }
  a {
    color: var(--accent);
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 1px;
    border-radius: 3px;
  }
  button,
  .button {
    font: inherit;
    font-weight: 500;
    min-height: 2.1rem;
    min-width: 2.1rem;
    padding: 0.2rem 0.75rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface-raised);
    color: var(--ink);
    cursor: pointer;
    text-decoration: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4rem;
    white-space: nowrap;
  }
  button:hover:not(:disabled),
  .button:hover {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--accent-ink);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--accent) 86%, var(--ink));
  }
  button.danger {
    color: var(--red);
    border-color: var(--red-line);
  }
  button.danger.primary {
    background: var(--red);
    border-color: var(--red);
    color: var(--surface);
  }
  button.small,
  .button.small {
    min-height: 1.85rem;
    padding: 0.1rem 0.55rem;
    font-size: 0.92rem;
  }
  button.plain {
    border-color: transparent;
    background: transparent;
    color: var(--accent);
  }
  button:disabled {
    cursor: default;
    color: var(--ink-soft);
    background: var(--surface-sunk);
    border-color: var(--line);
  }
  button.primary kbd {
    color: inherit;
    border-color: currentColor;
  }
  kbd {
    font: 0.78rem/1.2 var(--mono);
    padding: 0.05rem 0.3rem;
    border: 1px solid var(--line-strong);
    border-radius: 3px;
    color: var(--ink-soft);
    white-space: nowrap;
  }
  label {
    font-size: 0.88rem;
    font-weight: 500;
    color: var(--ink-soft);
  }
  input,
  select,
  textarea {
    font: inherit;
    color: var(--ink);
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    padding: 0.2rem 0.5rem;
    min-height: 2.1rem;
    width: 100%;
    max-width: 100%;
  }
  textarea {
    resize: vertical;
    line-height: 1.35;
  }
  input[type='checkbox'],
  input[type='radio'] {
    width: 1.7rem;
    height: 1.7rem;
    min-height: 0;
    margin: 0;
    flex: none;
    accent-color: var(--accent);
  }
  input:disabled,
  select:disabled,
  textarea:disabled {
    background: var(--surface-sunk);
    color: var(--ink-soft);
  }
  [aria-invalid='true'] {
    border-color: var(--red);
    box-shadow: inset 0 0 0 1px var(--red);
  }
  .field {
    display: grid;
    gap: 0.15rem;
    align-content: start;
    min-width: 0;
  }
  /* A list as wide as what is chosen in it, however long its other choices are. */
  .fits select {
    width: auto;
    min-width: 9.5rem;
    field-sizing: content;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 0.45rem;
    color: var(--ink);
    font-weight: 450;
    min-height: 2.1rem;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem 1.2rem;
  }
  /* What is done with all of a list stays in sight below it. */
  .list-foot {
    position: sticky;
    bottom: 0;
    z-index: 5;
    background: var(--surface);
    border-top: 1px solid var(--line);
    padding: 0.5rem 0 0;
    margin-top: 0.5rem;
  }
  @media (max-height: 30rem) {
    .list-foot {
      position: static;
    }
  }
  .push {
    margin-left: auto;
  }
  .stack {
    display: grid;
    gap: var(--gap);
    align-content: start;
    min-width: 0;
  }
  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
    padding: var(--gap);
    min-width: 0;
  }
  .soft {
    color: var(--ink-soft);
  }
  .mono {
    font-family: var(--mono);
    font-size: 0.93em;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .empty {
    color: var(--ink-soft);
    padding: 0.4rem 0;
  }
  .required::after {
    content: ' *';
    content: ' *' / '';
    color: var(--red);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* What is hidden from sight in it would else stick out of the page. */
  .scroll {
    position: relative;
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  th {
    text-align: left;
    font-size: 0.82rem;
    font-weight: 600;
    color: var(--ink-soft);
    border-bottom: 1px solid var(--line-strong);
    padding: 0.25rem 0.5rem;
    white-space: nowrap;
  }
  td {
    padding: 0.35rem 0.5rem;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
  }
  ul.plain {
    list-style: none;
  }
`;
