-- SPDX-License-Identifier: Apache-2.0
-- A receipt carries the promemoria's PDF, which gets no smaller: trying cost a tenth of a recipe's time.
alter table submission alter column receipt set storage external;
