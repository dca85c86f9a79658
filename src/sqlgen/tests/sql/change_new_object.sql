CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."_planet_size_enum" AS ENUM ('RATING_1', 'RATING_2', 'RATING_3', 'RATING_4', 'RATING_5');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."_planet" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "name" text,
  "size" "workspace_1wgvd1injqtife6y4rvfbu3h5"."_planet_size_enum",
  "ownerId" uuid,
  "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((coalesce("name", '') || E'\n'), 4000)))) STORED
);
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  ADD COLUMN "planetId" uuid CONSTRAINT "FK_person_planetId" REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."_planet" ("id") ON DELETE SET NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."_planet"
  ADD CONSTRAINT "FK__planet_ownerId" FOREIGN KEY ("ownerId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE RESTRICT;
CREATE INDEX "IDX_person_planetId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING btree ("planetId");
CREATE INDEX "IDX__planet_ownerId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."_planet" USING btree ("ownerId");
CREATE INDEX "IDX__planet_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."_planet" USING gin ("#search" public.gin_trgm_ops);
