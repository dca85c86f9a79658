ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.note" RENAME TO "note";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" RENAME COLUMN "#0badcafe.person.companyId" TO "companyId";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" RENAME COLUMN "#0badcafe.opportunity.stage" TO "stage";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" RENAME COLUMN "#0badcafe.noteTarget.noteId" TO "noteId";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.opportunity_stage_enum" RENAME TO "opportunity_stage_enum";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.note_createdBySource_enum" RENAME TO "note_createdBySource_enum";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.note_updatedBySource_enum" RENAME TO "note_updatedBySource_enum";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  ALTER COLUMN "companyId" DROP NOT NULL,
  ALTER COLUMN "companyId" DROP DEFAULT;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note"
  ALTER COLUMN "deletedAt" DROP NOT NULL,
  ALTER COLUMN "deletedAt" DROP DEFAULT,
  ALTER COLUMN "createdByWorkspaceMemberId" DROP NOT NULL,
  ALTER COLUMN "createdByWorkspaceMemberId" DROP DEFAULT,
  ALTER COLUMN "createdByContext" DROP NOT NULL,
  ALTER COLUMN "createdByContext" DROP DEFAULT,
  ALTER COLUMN "updatedByWorkspaceMemberId" DROP NOT NULL,
  ALTER COLUMN "updatedByWorkspaceMemberId" DROP DEFAULT,
  ALTER COLUMN "updatedByContext" DROP NOT NULL,
  ALTER COLUMN "updatedByContext" DROP DEFAULT,
  ALTER COLUMN "title" DROP NOT NULL,
  ALTER COLUMN "title" DROP DEFAULT,
  ALTER COLUMN "bodyV2Blocknote" DROP NOT NULL,
  ALTER COLUMN "bodyV2Blocknote" DROP DEFAULT,
  ALTER COLUMN "bodyV2Markdown" DROP NOT NULL,
  ALTER COLUMN "bodyV2Markdown" DROP DEFAULT;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"
  ALTER COLUMN "noteId" DROP NOT NULL,
  ALTER COLUMN "noteId" DROP DEFAULT;
UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" SET "stage" = 'NEW'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" WHERE "stage" IS NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ALTER COLUMN "stage" SET DEFAULT 'NEW'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum",
  ALTER COLUMN "stage" SET NOT NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note"
  ALTER COLUMN "id" SET DEFAULT gen_random_uuid(),
  ALTER COLUMN "id" SET NOT NULL,
  ALTER COLUMN "createdAt" SET DEFAULT now(),
  ALTER COLUMN "createdAt" SET NOT NULL,
  ALTER COLUMN "updatedAt" SET DEFAULT now(),
  ALTER COLUMN "updatedAt" SET NOT NULL,
  ALTER COLUMN "createdBySource" SET DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."note_createdBySource_enum",
  ALTER COLUMN "createdBySource" SET NOT NULL,
  ALTER COLUMN "createdByName" SET DEFAULT 'System'::text,
  ALTER COLUMN "createdByName" SET NOT NULL,
  ALTER COLUMN "updatedBySource" SET DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."note_updatedBySource_enum",
  ALTER COLUMN "updatedBySource" SET NOT NULL,
  ALTER COLUMN "updatedByName" SET DEFAULT 'System'::text,
  ALTER COLUMN "updatedByName" SET NOT NULL,
  ALTER COLUMN "position" SET DEFAULT '0'::double precision,
  ALTER COLUMN "position" SET NOT NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note"
  ADD COLUMN "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left((coalesce("title", '') || ' ' || coalesce("bodyV2Markdown", '')), 200000)))) STORED,
  ADD COLUMN "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((coalesce("title", '') || E'\n'), 4000)))) STORED;
UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" AS t0 SET "companyId" = NULL WHERE t0."companyId" IS NOT NULL AND NOT EXISTS (SELECT FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" AS t1 WHERE t1."id" = t0."companyId");
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  ADD CONSTRAINT "FK_person_companyId" FOREIGN KEY ("companyId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE SET NULL;
UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" AS t0 SET "noteId" = NULL WHERE t0."noteId" IS NOT NULL AND NOT EXISTS (SELECT FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" AS t1 WHERE t1."id" = t0."noteId");
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"
  ADD CONSTRAINT "FK_noteTarget_noteId" FOREIGN KEY ("noteId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" ("id") ON DELETE CASCADE;
CREATE INDEX "IDX_person_company" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING btree ("companyId");
CREATE INDEX "IDX_note_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING gin ("searchVector");
CREATE INDEX "IDX_note_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_note_label" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING btree (lower(left(coalesce("title", ''), 200)), "position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_note_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
CREATE UNIQUE INDEX "IDX_UNIQUE_note_company" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" USING btree ("noteId", "targetCompanyId") WHERE "deletedAt" IS NULL;
