SELECT t15."object" AS "object", t15."id" AS "id", t15."label" AS "label", t15."image" AS "image"
FROM (WITH t0 AS (SELECT lower(public.unaccent_immutable($1::text)) AS "exact", lower(public.unaccent_immutable($2::text)) AS "start", lower(public.unaccent_immutable($3::text)) AS "word", lower(public.unaccent_immutable($4::text)) AS "whole", lower(public.unaccent_immutable($5::text)) AS "part0", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($6::text), E'''\\', '  ') || ''':*')) AS "query0", lower(public.unaccent_immutable($7::text)) AS "part1", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($8::text), E'''\\', '  ') || ''':*')) AS "query1", lower(public.unaccent_immutable($9::text)) AS "part2", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($10::text), E'''\\', '  ') || ''':*')) AS "query2", lower(public.unaccent_immutable($11::text)) AS "part3", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($12::text), E'''\\', '  ') || ''':*')) AS "query3", lower(public.unaccent_immutable($13::text)) AS "part4", to_tsquery('simple', (''' ' || translate(public.unaccent_immutable($14::text), E'''\\', '  ') || ''':*')) AS "query4")
, t1 AS (SELECT *
FROM ((SELECT 'person'::text AS "object", 'person'::text AS "object_label", 0 AS "number", t6."id" AS "id", t6."label" AS "label", t6."image" AS "image", CASE WHEN ("parts" LIKE (SELECT "exact"
FROM t0 t0)) THEN 10 WHEN ("parts" LIKE (SELECT "start"
FROM t0 t0)) THEN 8 WHEN (split_part("parts", E'\n', 1) LIKE (SELECT "word"
FROM t0 t0)) THEN 6 WHEN ((split_part("parts", E'\n', 1) LIKE (SELECT "part0"
FROM t0 t0)) AND ((split_part("parts", E'\n', 1) LIKE (SELECT "part1"
FROM t0 t0)) OR (split_part("parts", E'\n', 1) LIKE (SELECT "part2"
FROM t0 t0)) OR ((split_part("parts", E'\n', 1) LIKE (SELECT "part3"
FROM t0 t0)) AND (split_part("parts", E'\n', 1) LIKE (SELECT "part4"
FROM t0 t0))))) THEN 4 ELSE 2 END AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t5."id" AS "id", t5."label" AS "label", t5."image" AS "image", t5."parts" AS "parts"
FROM ((SELECT t2."id" AS "id", btrim((coalesce(t2."nameFirstName", '') || ' ' || coalesce(t2."nameLastName", ''))) AS "label", nullif(((t2."avatarFile" -> 0) ->> 'fileId'), '') AS "image", t2."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t2
WHERE (t2."deletedAt" IS NULL) AND (t2."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t3."id" AS "id", btrim((coalesce(t3."nameFirstName", '') || ' ' || coalesce(t3."nameLastName", ''))) AS "label", nullif(((t3."avatarFile" -> 0) ->> 'fileId'), '') AS "image", t3."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t3
WHERE (t3."deletedAt" IS NULL) AND (t3."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t4."id" AS "id", btrim((coalesce(t4."nameFirstName", '') || ' ' || coalesce(t4."nameLastName", ''))) AS "label", nullif(((t4."avatarFile" -> 0) ->> 'fileId'), '') AS "image", t4."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t4
WHERE (t4."deletedAt" IS NULL) AND ((t4."#search" LIKE (SELECT "part0"
FROM t0 t0)) AND ((t4."#search" LIKE (SELECT "part1"
FROM t0 t0)) OR (t4."#search" LIKE (SELECT "part2"
FROM t0 t0)) OR ((t4."#search" LIKE (SELECT "part3"
FROM t0 t0)) AND (t4."#search" LIKE (SELECT "part4"
FROM t0 t0)))))
LIMIT 2000)) t5) t6)
UNION ALL
(SELECT 'note'::text AS "object", 'note'::text AS "object_label", 1 AS "number", t11."id" AS "id", t11."label" AS "label", t11."image" AS "image", CASE WHEN ("parts" LIKE (SELECT "exact"
FROM t0 t0)) THEN 10 WHEN ("parts" LIKE (SELECT "start"
FROM t0 t0)) THEN 8 WHEN (split_part("parts", E'\n', 1) LIKE (SELECT "word"
FROM t0 t0)) THEN 6 WHEN ((split_part("parts", E'\n', 1) LIKE (SELECT "part0"
FROM t0 t0)) AND ((split_part("parts", E'\n', 1) LIKE (SELECT "part1"
FROM t0 t0)) OR (split_part("parts", E'\n', 1) LIKE (SELECT "part2"
FROM t0 t0)) OR ((split_part("parts", E'\n', 1) LIKE (SELECT "part3"
FROM t0 t0)) AND (split_part("parts", E'\n', 1) LIKE (SELECT "part4"
FROM t0 t0))))) THEN 4 ELSE 2 END AS "score", public.similarity(split_part("parts", E'\n', 1), (SELECT "whole"
FROM t0 t0)) AS "likeness"
FROM (SELECT t10."id" AS "id", t10."label" AS "label", t10."image" AS "image", t10."parts" AS "parts"
FROM ((SELECT t7."id" AS "id", coalesce(t7."title", '') AS "label", NULL::text AS "image", t7."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t7
WHERE (t7."deletedAt" IS NULL) AND (t7."#search" LIKE (SELECT "exact"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t8."id" AS "id", coalesce(t8."title", '') AS "label", NULL::text AS "image", t8."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t8
WHERE (t8."deletedAt" IS NULL) AND (t8."#search" LIKE (SELECT "start"
FROM t0 t0))
LIMIT 500)
UNION
(SELECT t9."id" AS "id", coalesce(t9."title", '') AS "label", NULL::text AS "image", t9."#search" AS "parts"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t9
WHERE (t9."deletedAt" IS NULL) AND (((t9."#search" LIKE (SELECT "part0"
FROM t0 t0)) OR (t9."searchVector" @@ (SELECT "query0"
FROM t0 t0))) AND (((t9."#search" LIKE (SELECT "part1"
FROM t0 t0)) OR (t9."searchVector" @@ (SELECT "query1"
FROM t0 t0))) OR ((t9."#search" LIKE (SELECT "part2"
FROM t0 t0)) OR (t9."searchVector" @@ (SELECT "query2"
FROM t0 t0))) OR (((t9."#search" LIKE (SELECT "part3"
FROM t0 t0)) OR (t9."searchVector" @@ (SELECT "query3"
FROM t0 t0))) AND ((t9."#search" LIKE (SELECT "part4"
FROM t0 t0)) OR (t9."searchVector" @@ (SELECT "query4"
FROM t0 t0))))))
LIMIT 2000)) t10) t11)) t12)
SELECT t14."object" AS "object", t14."object_label" AS "object_label", t14."number" AS "number", t14."id" AS "id", t14."label" AS "label", t14."image" AS "image", t14."score" AS "score", t14."likeness" AS "likeness", row_number() OVER (ORDER BY t14."score" DESC, t14."likeness" DESC, t14."number", t14."id") AS "rank"
FROM ((SELECT *
FROM t1 t13)) t14
ORDER BY t14."score" DESC, t14."likeness" DESC, t14."number", t14."id"
LIMIT 10) t15
ORDER BY t15."rank"
-- $1 Text(Some("Ada +33 6 12 34 56 78\n%"))
-- $2 Text(Some("Ada +33 6 12 34 56 78%"))
-- $3 Text(Some("% Ada +33 6 12 34 56 78%"))
-- $4 Text(Some("Ada +33 6 12 34 56 78"))
-- $5 Text(Some("%Ada%"))
-- $6 Text(Some("Ada"))
-- $7 Text(Some("%+33 6 12 34 56 78%"))
-- $8 Text(Some("+33 6 12 34 56 78"))
-- $9 Text(Some("%+33612345678%"))
-- $10 Text(Some("+33612345678"))
-- $11 Text(Some("%612345678%"))
-- $12 Text(Some("612345678"))
-- $13 Text(Some("%+33%"))
-- $14 Text(Some("+33"))
