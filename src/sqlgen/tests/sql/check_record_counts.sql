SELECT t8."object" AS "object", t8."count" AS "count", t8."estimated" AS "estimated"
FROM ((SELECT 'company'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."company"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."company"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."company"'))) > 1000000) AS "estimated")
UNION ALL
(SELECT 'person'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."person"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."person"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t1
WHERE (t1."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."person"'))) > 1000000) AS "estimated")
UNION ALL
(SELECT 'opportunity'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t2
WHERE (t2."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"'))) > 1000000) AS "estimated")
UNION ALL
(SELECT 'note'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."note"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."note"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t3
WHERE (t3."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."note"'))) > 1000000) AS "estimated")
UNION ALL
(SELECT 'noteTarget'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" t4
WHERE (t4."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"'))) > 1000000) AS "estimated")
UNION ALL
(SELECT 'workspaceMember'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" t5
WHERE (t5."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember"'))) > 1000000) AS "estimated")
UNION ALL
(SELECT 'timelineActivity'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity" t6
WHERE (t6."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity"'))) > 1000000) AS "estimated")
UNION ALL
(SELECT 'rocket'::text AS "object", CASE WHEN ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket"'))) > 1000000) THEN (SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket"'))) ELSE (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket" t7
WHERE (t7."deletedAt" IS NULL)) END AS "count", ((SELECT reltuples::bigint
FROM pg_class
WHERE (oid = to_regclass('"workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket"'))) > 1000000) AS "estimated")) t8
