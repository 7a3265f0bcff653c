// SPDX-License-Identifier: Apache-2.0
// The shell with the kit: all other modules are fetched when the server says which rooms there are.
import '../kit/index';
import { watchHeldKeys } from '../kit/held-keys';
import './shell';

watchHeldKeys();
