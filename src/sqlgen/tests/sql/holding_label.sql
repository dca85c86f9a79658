SELECT t0."id" AS "id", lower(left(coalesce(t0."name", ''), 200))::text AS "value"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE lower(left(coalesce(t0."name", ''), 200)) = ANY($1::text[]) AND (t0."deletedAt" IS NULL)
-- $1 TextArray([Some("acme")])
