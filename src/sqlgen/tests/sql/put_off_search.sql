ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  ALTER COLUMN "searchVector" DROP EXPRESSION,
  ALTER COLUMN "#search" DROP EXPRESSION;
CREATE OR REPLACE FUNCTION "workspace_1wgvd1injqtife6y4rvfbu3h5"."search_365a96cc51e95ad5bdda8de57604111e"() RETURNS trigger LANGUAGE plpgsql AS E'#variable_conflict use_column
BEGIN
IF TG_OP = ''UPDATE'' THEN IF ROW(NEW."nameFirstName", NEW."nameLastName", NEW."emailsPrimaryEmail", NEW."emailsAdditionalEmails") IS NOT DISTINCT FROM ROW(OLD."nameFirstName", OLD."nameLastName", OLD."emailsPrimaryEmail", OLD."emailsAdditionalEmails") THEN RETURN NEW; END IF; END IF;
SELECT to_tsvector(''simple'', public.unaccent_immutable(left((coalesce("nameFirstName", '''') || '' '' || coalesce("nameLastName", '''') || '' '' || coalesce("emailsPrimaryEmail", '''') || '' '' || split_part(coalesce("emailsPrimaryEmail", ''''), ''@'', 2) || '' '' || coalesce(translate("emailsAdditionalEmails"::text, ''[]",'', ''    ''), '''') || '' '' || coalesce(replace(translate("emailsAdditionalEmails"::text, ''[]",'', ''    ''), ''@'', '' ''), '''')), 200000))), lower(public.unaccent_immutable(left((btrim((coalesce("nameFirstName", '''') || '' '' || coalesce("nameLastName", ''''))) || E''\\n'' || (coalesce("emailsPrimaryEmail", '''') || '' '' || coalesce(translate("emailsAdditionalEmails"::text, ''[]",'', ''    ''), ''''))), 4000)))
INTO NEW."searchVector", NEW."#search" FROM (SELECT NEW.*) AS t0;
RETURN NEW;
END';
CREATE TRIGGER "search" BEFORE INSERT OR UPDATE ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" FOR EACH ROW EXECUTE FUNCTION "workspace_1wgvd1injqtife6y4rvfbu3h5"."search_365a96cc51e95ad5bdda8de57604111e"();
-- FillSearch
-- LOCK TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" IN SHARE MODE
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" ORDER BY "id" LIMIT $1
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" WHERE "id" > $2 ORDER BY "id" LIMIT $1
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" WHERE "id" = ANY($1) ORDER BY "id" FOR NO KEY UPDATE SKIP LOCKED
-- UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0 SET "searchVector" = to_tsvector('simple', public.unaccent_immutable(left((coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", '') || ' ' || coalesce("emailsPrimaryEmail", '') || ' ' || split_part(coalesce("emailsPrimaryEmail", ''), '@', 2) || ' ' || coalesce(translate("emailsAdditionalEmails"::text, '[]",', '    '), '') || ' ' || coalesce(replace(translate("emailsAdditionalEmails"::text, '[]",', '    '), '@', ' '), '')), 200000))), "#search" = lower(public.unaccent_immutable(left((btrim((coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", ''))) || E'\n' || (coalesce("emailsPrimaryEmail", '') || ' ' || coalesce(translate("emailsAdditionalEmails"::text, '[]",', '    '), ''))), 4000))) WHERE t0."id" = ANY($1)
