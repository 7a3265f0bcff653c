// SPDX-License-Identifier: Apache-2.0
import { texts } from '../kit/texts';
import it from './it.json';

/** The shell's own texts. */
export const t = texts(it);
