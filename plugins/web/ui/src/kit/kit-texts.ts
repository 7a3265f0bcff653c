// SPDX-License-Identifier: Apache-2.0
import it from './it.json';
import { texts } from './texts';

/** The kit's own texts. */
export const kit = texts(it);
