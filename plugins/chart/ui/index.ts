// SPDX-License-Identifier: Apache-2.0
import './asl-page';
import './chart-panel';
import './patient-header';
import './patients-page';
