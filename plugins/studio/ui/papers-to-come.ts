// SPDX-License-Identifier: Apache-2.0
import {
  call,
  CuranteElement,
  customElement,
  fullName,
  nothing,
  resync,
  showLateDocument,
  Watched,
} from '@curante/shell';
import type { studio } from '@curante/contracts';
import { t } from './studio-texts';

const poll_ms = 10_000;

const wanted = new Watched<readonly studio.Row[]>([]);

/** Somebody waits for the paper of this recipe, which is still being made. */
export function awaitPaper(row: studio.Row): void {
  wanted.value = [...wanted.value.filter((one) => one.recipe !== row.recipe), row];
}

function forget({ recipe }: studio.Row): void {
  wanted.value = wanted.value.filter((one) => one.recipe !== recipe);
}

/**
 * Shows the papers that somebody waits for, each as soon as it is made and nobody types, in whatever view of
 * Gestione Studio they are by then. Who leaves that page waits no longer.
 */
@customElement('curante-papers-to-come')
export class PapersToCome extends CuranteElement {
  override connectedCallback(): void {
    super.connectedCallback();
    const look = (): void => wanted.value.forEach((row) => void this.look(row));
    const timer = setInterval(look, poll_ms);
    this.onEvent(resync, look);
    this.onEvent('recipe-changed/1', (data) => {
      const { recipe } = data as { recipe: string };
      wanted.value.filter((row) => row.recipe === recipe).forEach((row) => void this.look(row));
    });
    // It may be there before anybody began to wait for it.
    this.until(wanted.watch(look), () => {
      clearInterval(timer);
      wanted.value = [];
    });
  }

  override render(): typeof nothing {
    return nothing;
  }

  private async look(row: studio.Row): Promise<void> {
    const patient = row.patient.id;
    // What cannot be asked now is asked again.
    const found = await call('prescribing/1', 'Get', { recipe: row.recipe }, { patient }).catch(() => undefined);
    const recipe = found?.recipes.find((one) => one.id === row.recipe);
    if (!recipe || !wanted.value.includes(row)) return;
    if (recipe.state !== 'printed') forget(row);
    if (recipe.state !== 'printed' || recipe.document === '') return;
    forget(row);
    const heading = t('paper-of-name', { name: fullName(row.patient) });
    this.until(showLateDocument(recipe.document, patient, heading));
  }
}
