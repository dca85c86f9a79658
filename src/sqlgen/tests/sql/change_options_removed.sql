ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ALTER COLUMN "tags" DROP DEFAULT;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ALTER COLUMN "stage" DROP DEFAULT;
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum" RENAME VALUE 'COLD' TO 'COOL';
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum" RENAME TO "#old";
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum" AS ENUM ('COOL', 'HOT');
CREATE FUNCTION "workspace_1wgvd1injqtife6y4rvfbu3h5"."#map"(text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS 'SELECT coalesce(array_agg(value ORDER BY place), ''{}'') FROM (SELECT CASE WHEN (element = ''ODD'') THEN ''HOT'' ELSE element END AS value, min(place) AS place FROM unnest($1) WITH ORDINALITY AS e (element, place) GROUP BY 1) AS mapped WHERE value IS NOT NULL';
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ALTER COLUMN "tags" TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum"[] USING CASE WHEN ("tags"::text[] && '{"ODD"}'::text[]) THEN nullif("workspace_1wgvd1injqtife6y4rvfbu3h5"."#map"("tags"::text[]), '{}') ELSE "tags"::text[] END::"workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum"[];
DROP FUNCTION "workspace_1wgvd1injqtife6y4rvfbu3h5"."#map"(text[]);
DROP TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."#old";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" RENAME TO "#old";
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" AS ENUM ('CUSTOMER', 'NEW');
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ALTER COLUMN "stage" TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" USING CASE WHEN ("stage"::text = 'MEETING') THEN 'NEW' ELSE "stage"::text END::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum";
DROP TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."#old";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ALTER COLUMN "tags" SET DEFAULT '{"COOL"}'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum"[];
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ALTER COLUMN "stage" SET DEFAULT 'NEW'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum";
