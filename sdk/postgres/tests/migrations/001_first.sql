-- SPDX-License-Identifier: Apache-2.0
create table parcel (
  id    integer primary key,
  label text not null
);
