SELECT t3."object" AS "object", t3."id" AS "id", t3."label" AS "label", t3."image" AS "image"
FROM ((SELECT 'workspaceMember'::text AS "object", t2."id" AS "id", t2."label" AS "label", t2."image" AS "image", row_number() OVER (ORDER BY t2."position", t2."id") AS "rank", 0 AS "number", row_number() OVER (ORDER BY t2."position", t2."id") AS "place"
FROM (SELECT t1."id" AS "id", btrim((coalesce(t1."nameFirstName", '') || ' ' || coalesce(t1."nameLastName", ''))) AS "label", nullif(t1."avatarUrl", '') AS "image", t1."position" AS "position", t1."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" t1
WHERE (t1."deletedAt" IS NULL)
ORDER BY t1."position", t1."id"
LIMIT 10) t2)) t3
ORDER BY t3."rank", t3."number", t3."place"
LIMIT 10
