ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  DROP CONSTRAINT "FK_person_companyId";
DROP INDEX IF EXISTS
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_person_company";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  DROP COLUMN "companyId";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  DROP COLUMN "stage";
DROP TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum";
