ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  DROP CONSTRAINT "FK_person_companyId";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ALTER COLUMN "idealCustomer" DROP NOT NULL,
  ALTER COLUMN "idealCustomer" DROP DEFAULT;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ALTER COLUMN "employees" SET DEFAULT '7'::double precision,
  ALTER COLUMN "employees" SET NOT NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  ADD CONSTRAINT "FK_person_companyId" FOREIGN KEY ("companyId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE RESTRICT;
CREATE UNIQUE INDEX "IDX_UNIQUE_employees" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING btree ("employees");
