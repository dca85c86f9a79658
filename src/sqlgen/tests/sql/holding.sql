SELECT t0."id" AS "id", t0."emailsPrimaryEmail"::text AS "value"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE t0."emailsPrimaryEmail" = ANY($1::text[]) AND (t0."deletedAt" IS NULL)
-- $1 TextArray([Some("a@b.c")])
