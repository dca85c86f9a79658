SELECT (SELECT coalesce(json_agg(json_build_object('groupByDimensionValues', json_build_array(to_char(t1."d0", 'YYYY-MM-DD'), t1."d1"::text), 'sum', t1."a3", 'edges', (t10."json" -> 'edges')) ORDER BY t1."place"), '[]'::json) AS "json"
FROM (SELECT *, row_number() OVER (ORDER BY t11."o0" NULLS FIRST, t11."d0", t11."d1") AS "place"
FROM (SELECT (date_trunc('week', (timezone($1::text, t0."closeDate") + interval '1 day')) - interval '1 day') AS "d0", (SELECT nullif(t2."name", '')
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t2
WHERE (t2."id" = t0."companyId")) AS "d1", sum(t0."amountAmountMicros") AS "o0", trim_scale(sum(t0."amountAmountMicros")) AS "a3"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0
WHERE (t0."deletedAt" IS NULL)
GROUP BY 1, 2) t11
ORDER BY "place"
LIMIT 50) t1
LEFT JOIN LATERAL (SELECT json_build_object('edges', t5."l0") AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('node', json_build_object('name', t4."name"), 'cursor', translate(encode(convert_to(json_build_object('id', t4."#v0")::text, 'UTF8'), 'base64'), E'\n', '')) ORDER BY t4."#0"), '[]'::json) AS "l0"
FROM (SELECT t3."id", t3."name", t3."id" AS "#0", t3."id" AS "#v0"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t3
WHERE ((date_trunc('week', (timezone($2::text, t3."closeDate") + interval '1 day')) - interval '1 day') IS NOT DISTINCT FROM t1."d0") AND ((SELECT nullif(t7."name", '')
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t7
WHERE (t7."id" = t3."companyId")) IS NOT DISTINCT FROM t1."d1") AND (t3."deletedAt" IS NULL)
ORDER BY t3."id"
LIMIT 10) t4) t5) t10 ON TRUE)::text
-- $1 Text(Some("Europe/Paris"))
-- $2 Text(Some("Europe/Paris"))
