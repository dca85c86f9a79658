ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  DROP CONSTRAINT "FK_person_companyId";
DROP INDEX IF EXISTS
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_person_company";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" RENAME COLUMN "companyId" TO "#0badcafe.person.companyId";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ALTER COLUMN "stage" DROP NOT NULL,
  ALTER COLUMN "stage" DROP DEFAULT;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" RENAME COLUMN "stage" TO "#0badcafe.opportunity.stage";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" RENAME TO "#0badcafe.opportunity_stage_enum";
-- kept: {"objectId":"365a96cc-51e9-5ad5-bdda-8de57604111e","fieldId":"4c534fe1-33c4-5d3b-988d-c9442af1aee1","subField":null,"table":"person","column":"companyId","keptAs":"#0badcafe.person.companyId","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"c5bdf884-5b3d-53a0-8ceb-2884fff1a8b1","fieldId":"69438c25-38e3-5a2c-9080-1a7c8c91f17f","subField":null,"table":"opportunity","column":"stage","keptAs":"#0badcafe.opportunity.stage","enumKeptAs":"#0badcafe.opportunity_stage_enum","enumValues":[["2b64a07b-fc3e-58ce-bf6a-f64f726428cd","NEW"],["aca9f1bd-dfea-5b18-86ef-9f398c12922a","MEETING"],["30a0f507-310e-5230-b4a7-36916a47c094","CUSTOMER"]]}
