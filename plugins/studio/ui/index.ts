// SPDX-License-Identifier: Apache-2.0
import './approval-mark';
import './open-recipes';
import './studio-page';
