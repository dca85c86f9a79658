SELECT t3."id" AS "id", t3."label" AS "label", t3."deleted" AS "deleted"
FROM ((SELECT t2."id" AS "id", t2."label" AS "label", t2."deleted" AS "deleted"
FROM (SELECT t0."id" AS "id", coalesce(t0."name", '') AS "label", (t0."deletedAt" IS NOT NULL) AS "deleted"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."id" = $1::uuid)
ORDER BY t0."id"
FOR KEY SHARE) t2)
UNION ALL
(SELECT t1."id" AS "id", btrim((coalesce(t1."nameFirstName", '') || ' ' || coalesce(t1."nameLastName", ''))) AS "label", (t1."deletedAt" IS NOT NULL) AS "deleted"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t1
WHERE (t1."id" = $2::uuid))) t3
-- $1 Text(Some("11111111-1111-4111-8111-111111111111"))
-- $2 Text(Some("11111111-1111-4111-8111-111111111111"))
