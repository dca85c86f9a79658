ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" RENAME VALUE 'NEW' TO 'FRESH';
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" ADD VALUE 'FIRST' BEFORE 'FRESH';
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" ADD VALUE 'CALL' AFTER 'FRESH';
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ALTER COLUMN "stage" SET DEFAULT 'FRESH'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum";
