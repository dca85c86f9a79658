SELECT t3."object" AS "object", t3."id" AS "id", t3."label" AS "label", t3."image" AS "image"
FROM (SELECT t2."object" AS "object", t2."object_label" AS "object_label", t2."number" AS "number", t2."id" AS "id", t2."label" AS "label", t2."image" AS "image", t2."score" AS "score", t2."likeness" AS "likeness", row_number() OVER (ORDER BY t2."turn", t2."number") AS "rank"
FROM ((SELECT 'workspaceMember'::text AS "object", 'workspaceMember'::text AS "object_label", 0 AS "number", t1."id" AS "id", t1."label" AS "label", t1."image" AS "image", 0 AS "score", 0::real AS "likeness", row_number() OVER (ORDER BY "position", "id") AS "turn"
FROM (SELECT t0."id" AS "id", btrim((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", ''))) AS "label", nullif(t0."avatarUrl", '') AS "image", t0."#search" AS "parts", t0."position" AS "position"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" t0
WHERE (t0."deletedAt" IS NULL)
ORDER BY t0."position", t0."id"
LIMIT 10) t1)) t2
ORDER BY t2."turn", t2."number"
LIMIT 10) t3
ORDER BY t3."rank"
