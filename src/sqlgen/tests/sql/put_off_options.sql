ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ALTER COLUMN "stage" DROP DEFAULT;
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum" RENAME VALUE 'ODD' TO '#87aa02192e375f3baee666033770cb2e';
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" RENAME VALUE 'NEW' TO '#2b64a07bfc3e58cebf6af64f726428cd';
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" RENAME VALUE 'MEETING' TO '#aca9f1bddfea5b1886ef9f398c12922a';
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" ADD VALUE 'FRESH' AFTER 'CUSTOMER';
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company"
  ALTER COLUMN "tags" SET DEFAULT '{"COLD"}'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum"[];
-- MoveOptions(FieldId(85bda120-6166-57a1-801e-80bb06820178))
-- LOCK TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" IN SHARE MODE
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ORDER BY "id" LIMIT $1
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" WHERE "id" > $2 ORDER BY "id" LIMIT $1
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" WHERE "id" = ANY($1) ORDER BY "id" FOR NO KEY UPDATE SKIP LOCKED
-- UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0 SET "tags" = CASE WHEN (t0."tags" && '{"#87aa02192e375f3baee666033770cb2e"}') THEN nullif(ARRAY(SELECT value FROM (SELECT CASE WHEN (element = '#87aa02192e375f3baee666033770cb2e') THEN NULL ELSE element END AS value, min(place) AS place FROM unnest(t0."tags") WITH ORDINALITY AS e (element, place) GROUP BY 1) AS elements WHERE value IS NOT NULL ORDER BY place), '{}') ELSE t0."tags" END WHERE t0."id" = ANY($1) AND (t0."tags" && '{"#87aa02192e375f3baee666033770cb2e"}')
-- SELECT EXISTS (SELECT FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0 WHERE (t0."tags" && '{"#87aa02192e375f3baee666033770cb2e"}'))
-- MoveOptions(FieldId(69438c25-38e3-5a2c-9080-1a7c8c91f17f))
-- LOCK TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" IN SHARE MODE
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" ORDER BY "id" LIMIT $1
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" WHERE "id" > $2 ORDER BY "id" LIMIT $1
-- SELECT "id" FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" WHERE "id" = ANY($1) ORDER BY "id" FOR NO KEY UPDATE SKIP LOCKED
-- UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0 SET "stage" = CASE WHEN (t0."stage" = '#2b64a07bfc3e58cebf6af64f726428cd') THEN 'FRESH' WHEN (t0."stage" = '#aca9f1bddfea5b1886ef9f398c12922a') THEN 'CUSTOMER' ELSE t0."stage" END WHERE t0."id" = ANY($1) AND t0."stage" = ANY('{"#2b64a07bfc3e58cebf6af64f726428cd","#aca9f1bddfea5b1886ef9f398c12922a"}')
-- SELECT EXISTS (SELECT FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0 WHERE t0."stage" = ANY('{"#2b64a07bfc3e58cebf6af64f726428cd","#aca9f1bddfea5b1886ef9f398c12922a"}'))
