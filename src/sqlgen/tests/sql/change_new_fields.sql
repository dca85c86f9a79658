CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_stars_enum" AS ENUM ('RATING_1', 'RATING_2', 'RATING_3', 'RATING_4', 'RATING_5');
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ADD COLUMN "score" double precision DEFAULT '3'::double precision,
  ADD COLUMN "moneyAmountMicros" numeric,
  ADD COLUMN "moneyCurrencyCode" text,
  ADD COLUMN "stars" "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_stars_enum",
  ADD COLUMN "code" text;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ADD COLUMN "motherId" uuid CONSTRAINT "FK_company_motherId" REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE SET NULL;
-- later: DROP INDEX CONCURRENTLY IF EXISTS "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_UNIQUE_code";
-- later: CREATE UNIQUE INDEX CONCURRENTLY "IDX_UNIQUE_code" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING btree ("code");
-- later: DROP INDEX CONCURRENTLY IF EXISTS "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_company_motherId";
-- later: CREATE INDEX CONCURRENTLY "IDX_company_motherId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING btree ("motherId");
