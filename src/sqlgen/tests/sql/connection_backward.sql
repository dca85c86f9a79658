SELECT (WITH t4 AS (SELECT t0."id", t0."companyId", (lower(left(coalesce(t1."name", ''), 200)) = '') AS "#0", lower(left(coalesce(t1."name", ''), 200)) AS "#1", t1."name" AS "#v1", t0."createdAt" AS "#2", t0."createdAt" AS "#v2", t0."id" AS "#3", t0."id" AS "#v3"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t1 ON ((t1."id" = t0."companyId") AND (t1."deletedAt" IS NULL))
WHERE (t0."deletedAt" IS NULL) AND EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t5
WHERE (t5."id" = t0."companyId") AND (t5."name" ILIKE $1::text))) AND (((lower(left(coalesce(t1."name", ''), 200)) = '') >= FALSE) AND (((lower(left(coalesce(t1."name", ''), 200)) = '') > FALSE) OR (((lower(left(coalesce(t1."name", ''), 200)) = '') = FALSE) AND ((lower(left(coalesce(t1."name", ''), 200)) >= lower(left(coalesce($2::text, ''), 200))) AND ((lower(left(coalesce(t1."name", ''), 200)) > lower(left(coalesce($3::text, ''), 200))) OR ((lower(left(coalesce(t1."name", ''), 200)) = lower(left(coalesce($4::text, ''), 200))) AND ((t0."createdAt", t0."id") < ($5::timestamptz, $6::uuid))))))))
ORDER BY (lower(left(coalesce(t1."name", ''), 200)) = ''), lower(left(coalesce(t1."name", ''), 200)), t0."createdAt" DESC, t0."id" DESC
LIMIT 3)
SELECT json_build_object('edges', t3."l0", 'pageInfo', json_build_object('hasPreviousPage', (SELECT (count(*) > 2)
FROM t4 t4), 'endCursor', (t3."l1" -> -1))) AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('node', json_build_object('company', t10."json"), 'cursor', translate(encode(convert_to(json_build_object('company', json_build_object('name', left(t2."#v1", 200)), 'createdAt', to_char((t2."#v2" AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'id', t2."#v3")::text, 'UTF8'), 'base64'), E'\n', '')) ORDER BY t2."#0" DESC, t2."#1" DESC, t2."#2", t2."#3"), '[]'::json) AS "l0", coalesce(json_agg(translate(encode(convert_to(json_build_object('company', json_build_object('name', left(t2."#v1", 200)), 'createdAt', to_char((t2."#v2" AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'id', t2."#v3")::text, 'UTF8'), 'base64'), E'\n', '') ORDER BY t2."#0" DESC, t2."#1" DESC, t2."#2", t2."#3"), '[]'::json) AS "l1"
FROM (SELECT *
FROM t4 t6
ORDER BY "#0", "#1", "#2" DESC, "#3" DESC
LIMIT 2) t2
LEFT JOIN LATERAL (SELECT json_build_object('name', t9."name") AS "json"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t9
WHERE (t9."id" = t2."companyId") AND (t9."deletedAt" IS NULL)) t10 ON TRUE) t3)::text
-- $1 Text(Some("a%"))
-- $2 Text(Some("Acme"))
-- $3 Text(Some("Acme"))
-- $4 Text(Some("Acme"))
-- $5 Text(Some("2026-01-02T03:04:05.678901Z"))
-- $6 Text(Some("11111111-1111-4111-8111-111111111111"))
