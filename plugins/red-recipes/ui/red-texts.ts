// SPDX-License-Identifier: Apache-2.0
import { texts } from '@curante/shell';
import it from './it.json';

export const t = texts(it);
