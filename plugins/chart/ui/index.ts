// SPDX-License-Identifier: Apache-2.0
import './chart-panel';
import './patient-header';
import './patients-page';
