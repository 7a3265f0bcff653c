-- SPDX-License-Identifier: Apache-2.0
-- An index that begins with the practice looks as good for one document as the one of its recipe, as long as
-- nobody has counted the table: this begins with what tells rows apart.
drop index document_of_patient;
create index document_of_patient on document (patient_id, made desc);
