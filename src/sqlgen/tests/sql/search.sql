WITH t0 AS (SELECT lower(public.unaccent_immutable($1::text)) AS "exact", lower(public.unaccent_immutable($2::text)) AS "start", lower(public.unaccent_immutable($3::text)) AS "word", lower(public.unaccent_immutable($4::text)) AS "part0", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($5::text), E'''\\', '  ') || ''':*')) AS "query0", lower(public.unaccent_immutable($6::text)) AS "part1", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($7::text), E'''\\', '  ') || ''':*')) AS "query1")
SELECT t11."object" AS "object", t11."id" AS "id", t11."label" AS "label", t11."image" AS "image"
FROM ((SELECT 'person'::text AS "object", t5."id" AS "id", t5."label" AS "label", t5."image" AS "image", t5."rank"::bigint AS "rank", 0 AS "number", row_number() OVER (ORDER BY t5."rank", t5."position", t5."id") AS "place"
FROM (SELECT t4."id" AS "id", t4."label" AS "label", t4."image" AS "image", t4."position" AS "position", CASE WHEN (t4."parts" LIKE (SELECT "exact"
FROM t0 t0)) THEN 0 WHEN (t4."parts" LIKE (SELECT "start"
FROM t0 t0)) THEN 1 WHEN (split_part(t4."parts", E'\n', 1) LIKE (SELECT "word"
FROM t0 t0)) THEN 2 WHEN ((split_part(t4."parts", E'\n', 1) LIKE (SELECT "part0"
FROM t0 t0)) AND (split_part(t4."parts", E'\n', 1) LIKE (SELECT "part1"
FROM t0 t0))) THEN 3 ELSE 4 END AS "rank"
FROM ((SELECT t1."id" AS "id", btrim((coalesce(t1."nameFirstName", '') || ' ' || coalesce(t1."nameLastName", ''))) AS "label", nullif(((t1."avatarFile" -> 0) ->> 'fileId'), '') AS "image", t1."position" AS "position", t1."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t1
WHERE (t1."deletedAt" IS NULL) AND (t1."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 10)
UNION
(SELECT t2."id" AS "id", btrim((coalesce(t2."nameFirstName", '') || ' ' || coalesce(t2."nameLastName", ''))) AS "label", nullif(((t2."avatarFile" -> 0) ->> 'fileId'), '') AS "image", t2."position" AS "position", t2."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t2
WHERE (t2."deletedAt" IS NULL) AND (t2."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t3."id" AS "id", btrim((coalesce(t3."nameFirstName", '') || ' ' || coalesce(t3."nameLastName", ''))) AS "label", nullif(((t3."avatarFile" -> 0) ->> 'fileId'), '') AS "image", t3."position" AS "position", t3."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t3
WHERE (t3."deletedAt" IS NULL) AND ((t3."#search" LIKE (SELECT "part0"
FROM t0 t0)) AND (t3."#search" LIKE (SELECT "part1"
FROM t0 t0)))
LIMIT 2000)) t4
ORDER BY "rank", t4."position", t4."id"
LIMIT 10) t5)
UNION ALL
(SELECT 'company'::text AS "object", t10."id" AS "id", t10."label" AS "label", t10."image" AS "image", t10."rank"::bigint AS "rank", 1 AS "number", row_number() OVER (ORDER BY t10."rank", t10."position", t10."id") AS "place"
FROM (SELECT t9."id" AS "id", t9."label" AS "label", t9."image" AS "image", t9."position" AS "position", CASE WHEN (t9."parts" LIKE (SELECT "exact"
FROM t0 t0)) THEN 0 WHEN (t9."parts" LIKE (SELECT "start"
FROM t0 t0)) THEN 1 WHEN (split_part(t9."parts", E'\n', 1) LIKE (SELECT "word"
FROM t0 t0)) THEN 2 WHEN ((split_part(t9."parts", E'\n', 1) LIKE (SELECT "part0"
FROM t0 t0)) AND (split_part(t9."parts", E'\n', 1) LIKE (SELECT "part1"
FROM t0 t0))) THEN 3 ELSE 4 END AS "rank"
FROM ((SELECT t6."id" AS "id", coalesce(t6."name", '') AS "label", nullif(t6."domainNamePrimaryLinkUrl", '') AS "image", t6."position" AS "position", t6."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t6
WHERE (t6."deletedAt" IS NULL) AND (t6."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 10)
UNION
(SELECT t7."id" AS "id", coalesce(t7."name", '') AS "label", nullif(t7."domainNamePrimaryLinkUrl", '') AS "image", t7."position" AS "position", t7."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t7
WHERE (t7."deletedAt" IS NULL) AND (t7."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t8."id" AS "id", coalesce(t8."name", '') AS "label", nullif(t8."domainNamePrimaryLinkUrl", '') AS "image", t8."position" AS "position", t8."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t8
WHERE (t8."deletedAt" IS NULL) AND ((t8."#search" LIKE (SELECT "part0"
FROM t0 t0)) AND (t8."#search" LIKE (SELECT "part1"
FROM t0 t0)))
LIMIT 2000)) t9
ORDER BY "rank", t9."position", t9."id"
LIMIT 10) t10)) t11
ORDER BY t11."rank", t11."number", t11."place"
LIMIT 10
-- $1 Text(Some("Ada o'br\n%"))
-- $2 Text(Some("Ada o'br%"))
-- $3 Text(Some("% Ada o'br%"))
-- $4 Text(Some("%Ada%"))
-- $5 Text(Some("Ada"))
-- $6 Text(Some("%o'br%"))
-- $7 Text(Some("o'br"))
