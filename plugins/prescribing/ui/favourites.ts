// SPDX-License-Identifier: Apache-2.0
import { announce, call } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import type { EditLine } from './draft';
import { templateLine } from './lines';
import { t } from './prescribing-texts';
import { isFavourite } from './template-finder';

/** The doctor's favourites: templates of one line, told by the drug or the service they name. */
export class Favourites {
  private templates_: prescribing.Template[] = [];
  private turning_ = false;

  constructor(private readonly changed_: () => void) {}

  async load(): Promise<void> {
    const found = await call('prescribing/1', 'ListTemplates', { text: '', limit: 200 });
    this.templates_ = found.templates.filter(isFavourite);
    this.changed_();
  }

  has(line: EditLine): boolean {
    return this.of(line) !== undefined;
  }

  /** Keeps the line as a favourite, or no longer; a second call while one runs does nothing. */
  async turn(line: EditLine): Promise<void> {
    if (this.turning_) return;
    this.turning_ = true;
    try {
      await this.turnOne(line);
    } finally {
      this.turning_ = false;
    }
  }

  private async turnOne(line: EditLine): Promise<void> {
    const known = this.of(line);
    if (known) {
      await call('prescribing/1', 'DeleteTemplate', { id: known.id });
    } else {
      await call('prescribing/1', 'SaveTemplate', {
        template_: { id: crypto.randomUUID(), name: line.text, lines: [templateLine(line)] },
      });
    }
    announce(t(known ? 'favourite-dropped' : 'favourite-kept', { drug: line.text }));
    await this.load();
  }

  private of(line: EditLine): prescribing.Template | undefined {
    return this.templates_.find(({ lines }) => {
      const kept = lines[0];
      return (
        kept?.kind === line.kind &&
        kept.aic === line.aic &&
        kept.service_code === line.service_code
      );
    });
  }
}
