ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"
  DROP CONSTRAINT "FK_noteTarget_noteId";
DROP INDEX IF EXISTS
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_UNIQUE_note_company";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"
  DROP COLUMN "noteId";
DROP TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note";
DROP TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_createdBySource_enum";
DROP TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_updatedBySource_enum";
