// SPDX-License-Identifier: Apache-2.0

let region: HTMLElement | undefined;

/** Says `text` to who listens to the screen. */
export function announce(text: string): void {
  if (!region) {
    region = document.createElement('div');
    region.setAttribute('role', 'status');
    region.setAttribute('aria-live', 'polite');
    region.className = 'curante-announcer';
    Object.assign(region.style, {
      position: 'absolute',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    });
    document.body.append(region);
  }
  const said = document.createElement('p');
  said.textContent = text;
  region.replaceChildren(said);
}
