SELECT (WITH t23 AS (WITH t0 AS (SELECT lower(public.unaccent_immutable($1::text)) AS "exact", lower(public.unaccent_immutable($2::text)) AS "start", lower(public.unaccent_immutable($3::text)) AS "word", lower(public.unaccent_immutable($4::text)) AS "whole", lower(public.unaccent_immutable($5::text)) AS "part0", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($6::text), E'''\\', '  ') || ''':*')) AS "query0", string_to_array(lower(public.unaccent_immutable($7::text)), E'\n') AS "slips0")
, t1 AS (SELECT *
FROM ((SELECT 'company'::text AS "object", 'company'::text AS "object_label", 0 AS "number", t6."id" AS "id", t6."label" AS "label", t6."image" AS "image", CASE WHEN ("parts" LIKE (SELECT "exact"
FROM t0 t0)) THEN 10 WHEN ("parts" LIKE (SELECT "start"
FROM t0 t0)) THEN 8 WHEN (split_part("parts", E'\n', 1) LIKE (SELECT "word"
FROM t0 t0)) THEN 6 WHEN (split_part("parts", E'\n', 1) LIKE (SELECT "part0"
FROM t0 t0)) THEN 4 ELSE 2 END AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t5."id" AS "id", t5."label" AS "label", t5."image" AS "image", t5."parts" AS "parts"
FROM ((SELECT t2."id" AS "id", coalesce(t2."name", '') AS "label", nullif(t2."domainNamePrimaryLinkUrl", '') AS "image", t2."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t2
WHERE (t2."createdAt" >= $8::timestamptz) AND (t2."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t3."id" AS "id", coalesce(t3."name", '') AS "label", nullif(t3."domainNamePrimaryLinkUrl", '') AS "image", t3."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t3
WHERE (t3."createdAt" >= $9::timestamptz) AND (t3."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t4."id" AS "id", coalesce(t4."name", '') AS "label", nullif(t4."domainNamePrimaryLinkUrl", '') AS "image", t4."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t4
WHERE (t4."createdAt" >= $10::timestamptz) AND (t4."#search" LIKE (SELECT "part0"
FROM t0 t0))
LIMIT 2000)) t5) t6)
UNION ALL
(SELECT 'note'::text AS "object", 'note'::text AS "object_label", 1 AS "number", t11."id" AS "id", t11."label" AS "label", t11."image" AS "image", CASE WHEN ("parts" LIKE (SELECT "exact"
FROM t0 t0)) THEN 10 WHEN ("parts" LIKE (SELECT "start"
FROM t0 t0)) THEN 8 WHEN (split_part("parts", E'\n', 1) LIKE (SELECT "word"
FROM t0 t0)) THEN 6 WHEN (split_part("parts", E'\n', 1) LIKE (SELECT "part0"
FROM t0 t0)) THEN 4 ELSE 2 END AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t10."id" AS "id", t10."label" AS "label", t10."image" AS "image", t10."parts" AS "parts"
FROM ((SELECT t7."id" AS "id", coalesce(t7."title", '') AS "label", NULL::text AS "image", t7."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t7
WHERE (t7."createdAt" >= $11::timestamptz) AND (t7."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t8."id" AS "id", coalesce(t8."title", '') AS "label", NULL::text AS "image", t8."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t8
WHERE (t8."createdAt" >= $12::timestamptz) AND (t8."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t9."id" AS "id", coalesce(t9."title", '') AS "label", NULL::text AS "image", t9."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t9
WHERE (t9."createdAt" >= $13::timestamptz) AND ((t9."#search" LIKE (SELECT "part0"
FROM t0 t0)) OR (t9."searchVector" @@ (SELECT "query0"
FROM t0 t0)))
LIMIT 2000)) t10) t11)) t12)
SELECT t22."object" AS "object", t22."object_label" AS "object_label", t22."number" AS "number", t22."id" AS "id", t22."label" AS "label", t22."image" AS "image", t22."score" AS "score", t22."likeness" AS "likeness", row_number() OVER (ORDER BY t22."score" DESC, t22."likeness" DESC, t22."number", t22."id") AS "rank"
FROM ((SELECT *
FROM t1 t13)
UNION ALL
(SELECT 'company'::text AS "object", 'company'::text AS "object_label", 0 AS "number", t16."id" AS "id", t16."label" AS "label", t16."image" AS "image", 1 AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t15."id" AS "id", t15."label" AS "label", t15."image" AS "image", t15."parts" AS "parts"
FROM ((SELECT t14."id" AS "id", coalesce(t14."name", '') AS "label", nullif(t14."domainNamePrimaryLinkUrl", '') AS "image", t14."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t14
WHERE (t14."createdAt" >= $14::timestamptz) AND ((t14."#search" LIKE (SELECT "part0"
FROM t0 t0)) OR t14."#search" LIKE ANY((SELECT "slips0"
FROM t0 t0)::text[]))
LIMIT 200)) t15) t16
WHERE NOT EXISTS((SELECT 1
FROM t1 t20)))
UNION ALL
(SELECT 'note'::text AS "object", 'note'::text AS "object_label", 1 AS "number", t19."id" AS "id", t19."label" AS "label", t19."image" AS "image", 1 AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t18."id" AS "id", t18."label" AS "label", t18."image" AS "image", t18."parts" AS "parts"
FROM ((SELECT t17."id" AS "id", coalesce(t17."title", '') AS "label", NULL::text AS "image", t17."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t17
WHERE (t17."createdAt" >= $15::timestamptz) AND ((t17."#search" LIKE (SELECT "part0"
FROM t0 t0)) OR (t17."searchVector" @@ (SELECT "query0"
FROM t0 t0)) OR t17."#search" LIKE ANY((SELECT "slips0"
FROM t0 t0)::text[]))
LIMIT 200)) t18) t19
WHERE NOT EXISTS((SELECT 1
FROM t1 t21)))) t22
WHERE (((t22."score" * -1), (t22."likeness" * -1), t22."number", t22."id") > (($16::bigint * -1), (float4($17::double precision) * -1), 1, $18::uuid))
ORDER BY t22."score" DESC, t22."likeness" DESC, t22."number", t22."id"
LIMIT 21)
SELECT json_build_object('edges', t25."l0", 'pageInfo', json_build_object('hasNextPage', (SELECT (count(*) > 20)
FROM t23 t23), 'endCursor', (t25."l1" -> -1))) AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('cursor', translate(encode(convert_to(json_build_object('lastRanks', json_build_object('tsRankCD', (t24."score" / 10::real), 'tsRank', t24."likeness"), 'lastRecordIdsPerObject', json_build_object(t24."object", t24."id"))::text, 'UTF8'), 'base64'), E'\n', ''), 'node', json_build_object('recordId', t24."id", 'objectNameSingular', t24."object", 'objectLabelSingular', t24."object_label", 'label', t24."label", 'imageUrl', coalesce(CASE WHEN (t24."object" = 'company') THEN ('https://twenty-icons.com/' || regexp_replace(lower(t24."image"), '^([a-z]+://)?(www\.)?|[/?#:].*$', '', 'g')) WHEN FALSE THEN t24."image" ELSE '' END, ''), 'tsRankCD', (t24."score" / 10::real), 'tsRank', t24."likeness")) ORDER BY t24."rank"), '[]'::json) AS "l0", coalesce(json_agg(translate(encode(convert_to(json_build_object('lastRanks', json_build_object('tsRankCD', (t24."score" / 10::real), 'tsRank', t24."likeness"), 'lastRecordIdsPerObject', json_build_object(t24."object", t24."id"))::text, 'UTF8'), 'base64'), E'\n', '') ORDER BY t24."rank"), '[]'::json) AS "l1"
FROM (SELECT *
FROM t23 t26
ORDER BY "rank"
LIMIT 20) t24) t25)::text
-- $1 Text(Some("acmee\n%"))
-- $2 Text(Some("acmee%"))
-- $3 Text(Some("% acmee%"))
-- $4 Text(Some("acmee"))
-- $5 Text(Some("%acmee%"))
-- $6 Text(Some("acmee"))
-- $7 Text(Some("%a_cmee%\n%a_mee%\n%ac_mee%\n%acee%\n%aceme%\n%acm_e%\n%acm_ee%\n%acme%\n%acme_%\n%acme_e%\n%acmee%\n%amcee%\n%amee%\n%camee%\n%cmee%"))
-- $8 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $9 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $10 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $11 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $12 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $13 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $14 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $15 Text(Some("2026-01-01T00:00:00.000000Z"))
-- $16 Text(Some("8"))
-- $17 Text(Some("0.25"))
-- $18 Text(Some("11111111-1111-4111-8111-111111111111"))
