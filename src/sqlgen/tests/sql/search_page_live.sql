SELECT (WITH t25 AS (WITH t0 AS (SELECT lower(public.unaccent_immutable($1::text)) AS "exact", lower(public.unaccent_immutable($2::text)) AS "start", lower(public.unaccent_immutable($3::text)) AS "word", lower(public.unaccent_immutable($4::text)) AS "whole", lower(public.unaccent_immutable($5::text)) AS "part0", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($6::text), E'''\\', '  ') || ''':*')) AS "query0", string_to_array(lower(public.unaccent_immutable($7::text)), E'\n') AS "slips0")
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
WHERE (t2."deletedAt" IS NULL) AND (t2."createdAt" >= $8::timestamptz) AND (t2."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t3."id" AS "id", coalesce(t3."name", '') AS "label", nullif(t3."domainNamePrimaryLinkUrl", '') AS "image", t3."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t3
WHERE (t3."deletedAt" IS NULL) AND (t3."createdAt" >= $9::timestamptz) AND (t3."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t4."id" AS "id", coalesce(t4."name", '') AS "label", nullif(t4."domainNamePrimaryLinkUrl", '') AS "image", t4."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t4
WHERE (t4."deletedAt" IS NULL) AND (t4."createdAt" >= $10::timestamptz) AND (t4."#search" LIKE (SELECT "part0"
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
WHERE (t7."deletedAt" IS NULL) AND (t7."createdAt" >= $11::timestamptz) AND (t7."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t8."id" AS "id", coalesce(t8."title", '') AS "label", NULL::text AS "image", t8."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t8
WHERE (t8."deletedAt" IS NULL) AND (t8."createdAt" >= $12::timestamptz) AND (t8."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t9."id" AS "id", coalesce(t9."title", '') AS "label", NULL::text AS "image", t9."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t9
WHERE (t9."deletedAt" IS NULL) AND (t9."createdAt" >= $13::timestamptz) AND ((t9."#search" LIKE (SELECT "part0"
FROM t0 t0)) OR (t9."searchVector" @@ (SELECT "query0"
FROM t0 t0)))
LIMIT 2000)) t10) t11)) t12)
SELECT t24."object" AS "object", t24."object_label" AS "object_label", t24."number" AS "number", t24."id" AS "id", t24."label" AS "label", t24."image" AS "image", t24."score" AS "score", t24."likeness" AS "likeness", row_number() OVER (ORDER BY t24."score" DESC, t24."likeness" DESC, t24."number", t24."id") AS "rank"
FROM ((SELECT *
FROM t1 t13)
UNION ALL
(SELECT 'company'::text AS "object", 'company'::text AS "object_label", 0 AS "number", t17."id" AS "id", t17."label" AS "label", t17."image" AS "image", 1 AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t15."id" AS "id", t15."label" AS "label", t15."image" AS "image", t15."parts" AS "parts"
FROM unnest((SELECT "slips0"
FROM t0 t0)::text[]) t14("element")
LEFT JOIN LATERAL (SELECT t16."id" AS "id", coalesce(t16."name", '') AS "label", nullif(t16."domainNamePrimaryLinkUrl", '') AS "image", t16."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t16
WHERE (t16."deletedAt" IS NULL) AND (t16."createdAt" >= $14::timestamptz) AND (t16."#search" LIKE t14."element") AND TRUE
LIMIT 200) t15 ON TRUE
WHERE (t15."id" IS NOT NULL)
GROUP BY t15."id", t15."label", t15."image", t15."parts") t17
WHERE NOT EXISTS((SELECT 1
FROM t1 t18)))
UNION ALL
(SELECT 'note'::text AS "object", 'note'::text AS "object_label", 1 AS "number", t22."id" AS "id", t22."label" AS "label", t22."image" AS "image", 1 AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t20."id" AS "id", t20."label" AS "label", t20."image" AS "image", t20."parts" AS "parts"
FROM unnest((SELECT "slips0"
FROM t0 t0)::text[]) t19("element")
LEFT JOIN LATERAL (SELECT t21."id" AS "id", coalesce(t21."title", '') AS "label", NULL::text AS "image", t21."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t21
WHERE (t21."deletedAt" IS NULL) AND (t21."createdAt" >= $15::timestamptz) AND (t21."#search" LIKE t19."element") AND TRUE
LIMIT 200) t20 ON TRUE
WHERE (t20."id" IS NOT NULL)
GROUP BY t20."id", t20."label", t20."image", t20."parts") t22
WHERE NOT EXISTS((SELECT 1
FROM t1 t23)))) t24
WHERE (((t24."score" * -1), (t24."likeness" * -1), t24."number", t24."id") > (($16::bigint * -1), (float4($17::double precision) * -1), 1, $18::uuid))
ORDER BY t24."score" DESC, t24."likeness" DESC, t24."number", t24."id"
LIMIT 21)
SELECT json_build_object('edges', t27."l0", 'pageInfo', json_build_object('hasNextPage', (SELECT (count(*) > 20)
FROM t25 t25), 'endCursor', (t27."l1" -> -1))) AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('cursor', translate(encode(convert_to(json_build_object('lastRanks', json_build_object('tsRankCD', (t26."score" / 10::real), 'tsRank', t26."likeness"), 'lastRecordIdsPerObject', json_build_object(t26."object", t26."id"))::text, 'UTF8'), 'base64'), E'\n', ''), 'node', json_build_object('recordId', t26."id", 'objectNameSingular', t26."object", 'objectLabelSingular', t26."object_label", 'label', t26."label", 'imageUrl', coalesce(CASE WHEN (t26."object" = 'company') THEN ('https://twenty-icons.com/' || regexp_replace(lower(t26."image"), '^([a-z]+://)?(www\.)?|[/?#:].*$', '', 'g')) ELSE '' END, ''), 'tsRankCD', (t26."score" / 10::real), 'tsRank', t26."likeness")) ORDER BY t26."rank"), '[]'::json) AS "l0", coalesce(json_agg(translate(encode(convert_to(json_build_object('lastRanks', json_build_object('tsRankCD', (t26."score" / 10::real), 'tsRank', t26."likeness"), 'lastRecordIdsPerObject', json_build_object(t26."object", t26."id"))::text, 'UTF8'), 'base64'), E'\n', '') ORDER BY t26."rank"), '[]'::json) AS "l1"
FROM (SELECT *
FROM t25 t28
ORDER BY "rank"
LIMIT 20) t26) t27)::text
-- $1 Text(Some("acmee\n%"))
-- $2 Text(Some("acmee%"))
-- $3 Text(Some("% acmee%"))
-- $4 Text(Some("acmee"))
-- $5 Text(Some("%acmee%"))
-- $6 Text(Some("acmee"))
-- $7 Text(Some("%a_cmee%\n%a_mee%\n%ac_mee%\n%acee%\n%aceme%\n%acm_e%\n%acm_ee%\n%acme%\n%acme_%\n%acme_e%\n%acmee%\n%amcee%\n%amee%\n%camee%\n%cmee%\n%acmee%"))
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
