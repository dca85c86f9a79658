SELECT t2."object" AS "object", t2."id" AS "id", t2."label" AS "label", t2."image" AS "image"
FROM ((SELECT 'workspaceMember'::text AS "object", t1."id" AS "id", t1."label" AS "label", t1."image" AS "image", row_number() OVER (ORDER BY t1."#0", t1."#1") AS "rank", 0 AS "number", row_number() OVER (ORDER BY t1."#0", t1."#1") AS "place"
FROM (SELECT t0."id" AS "id", btrim((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", ''))) AS "label", nullif(t0."avatarUrl", '') AS "image", t0."position" AS "#0", t0."id" AS "#1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" t0
WHERE (t0."deletedAt" IS NULL)
ORDER BY t0."position", t0."id"
LIMIT 10) t1)) t2
ORDER BY t2."rank", t2."number", t2."place"
LIMIT 10
