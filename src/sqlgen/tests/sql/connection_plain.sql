SELECT (WITH t4 AS (SELECT t0."id", t0."companyId", lower(left(coalesce(t1."name", ''), 200)) AS "#0", t1."name" AS "#v0", t0."id" AS "#1", t0."id" AS "#v1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t1 ON ((t1."id" = t0."companyId") AND (t1."deletedAt" IS NULL))
WHERE (t0."deletedAt" IS NULL)
ORDER BY lower(left(coalesce(t1."name", ''), 200)), t0."id"
LIMIT 61)
SELECT json_build_object('data', json_build_object('people', t3."l0"), 'pageInfo', json_build_object('hasNextPage', (SELECT (count(*) > 60)
FROM t4 t4)), 'totalCount', t7."a0") AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('companyId', t2."companyId", 'contactFor', t14."json") ORDER BY t2."#0", t2."#1"), '[]'::json) AS "l0"
FROM (SELECT *
FROM t4 t5
ORDER BY "#0", "#1"
LIMIT 60) t2
LEFT JOIN LATERAL (SELECT t10."l0" AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('id', t9."id") ORDER BY t9."#0", t9."#1"), '[]'::json) AS "l0"
FROM (SELECT t8."id", t8."position" AS "#0", t8."position" AS "#v0", t8."id" AS "#1", t8."id" AS "#v1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t8
WHERE (t8."pointOfContactId" = t2."id") AND (t8."deletedAt" IS NULL)
ORDER BY t8."position", t8."id"
LIMIT 60) t9) t10) t14 ON TRUE) t3
LEFT JOIN LATERAL (SELECT count(*) AS "a0"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t6
WHERE (t6."deletedAt" IS NULL)) t7 ON TRUE)::text
