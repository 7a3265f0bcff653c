-- SPDX-License-Identifier: Apache-2.0
-- A document is written once and never altered: what the patient was given can be shown again.
create table document (
  practice_id  text        not null,
  id           uuid        not null default gen_random_uuid(),
  patient_id   uuid        not null,
  recipe_id    uuid,
  version      bytea       not null check (octet_length(version) = 32),
  kind         text        not null,
  title        text        not null,
  media_type   text        not null,
  file_name    text        not null,
  made         timestamptz not null,
  from_service boolean     not null,
  size         bigint      not null check (size = octet_length(content)),
  sha256       bytea       not null check (octet_length(sha256) = 32),
  content      bytea       not null,
  primary key (practice_id, id)
);

-- `version` hashes all that the document was made from: the same question finds the same document.
create unique index document_made_once on document (practice_id, recipe_id, version);

create index document_of_patient on document (practice_id, patient_id, made desc);

-- PDF is compressed already; uncompressed storage lets a range be read without the rest.
alter table document alter column content set storage external;
