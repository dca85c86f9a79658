SELECT t2."id" AS "id", t2."label" AS "label", t2."deleted" AS "deleted"
FROM ((SELECT t0."id" AS "id", btrim((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", ''))) AS "label", (t0."deletedAt" IS NOT NULL) AS "deleted"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE (t0."id" = $1::uuid))
UNION ALL
(SELECT t1."id" AS "id", coalesce(t1."name", '') AS "label", (t1."deletedAt" IS NOT NULL) AS "deleted"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t1
WHERE t1."id" = ANY($2::text[]::uuid[]))) t2
-- $1 Text(Some("11111111-1111-4111-8111-111111111111"))
-- $2 TextArray([Some("11111111-1111-4111-8111-111111111111"), Some("11111111-1111-4111-8111-111111111111")])
