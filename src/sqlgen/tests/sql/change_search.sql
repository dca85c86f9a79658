DROP INDEX IF EXISTS
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_person_searchVector",
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_person_label",
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_person_parts";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  DROP COLUMN "searchVector",
  DROP COLUMN "#search";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  ADD COLUMN "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left((coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", '') || ' ' || coalesce("emailsPrimaryEmail", '') || ' ' || split_part(coalesce("emailsPrimaryEmail", ''), '@', 2) || ' ' || coalesce(translate("emailsAdditionalEmails"::text, '[]",', '    '), '') || ' ' || coalesce(replace(translate("emailsAdditionalEmails"::text, '[]",', '    '), '@', ' '), '')), 200000)))) STORED,
  ADD COLUMN "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((coalesce("jobTitle", '') || E'\n' || (coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", '') || ' ' || coalesce("emailsPrimaryEmail", '') || ' ' || coalesce(translate("emailsAdditionalEmails"::text, '[]",', '    '), ''))), 4000)))) STORED;
CREATE INDEX "IDX_person_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING gin ("searchVector");
CREATE INDEX "IDX_person_label" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING btree (lower(left(coalesce("jobTitle", ''), 200)), "position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_person_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
