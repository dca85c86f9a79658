SELECT (SELECT coalesce(json_agg(json_build_object('groupByDimensionValues', json_build_array(to_char(t1."d0", 'YYYY-MM-DD'), t1."d1"::text), 'sumAmountAmountMicros', t1."a3", 'records', (t12."json" -> 'records')) ORDER BY t1."place"), '[]'::json) AS "json"
FROM (SELECT *, row_number() OVER (ORDER BY t13."o0" NULLS FIRST, t13."d0", t13."d1") AS "place"
FROM (SELECT (date_trunc('week', (timezone($1::text, t0."closeDate") + interval '1 day')) - interval '1 day') AS "d0", (SELECT nullif(t2."name", '')
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t2
WHERE (t2."id" = t0."companyId")) AS "d1", sum(t0."amountAmountMicros") AS "o0", sum(t0."amountAmountMicros")::text AS "a3"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0
WHERE (t0."deletedAt" IS NULL) AND ((date_trunc('week', (timezone($2::text, t0."closeDate") + interval '1 day')) - interval '1 day') IS NOT NULL) AND ((SELECT nullif(t2."name", '')
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t2
WHERE (t2."id" = t0."companyId")) IS NOT NULL)
GROUP BY 1, 2) t13
ORDER BY "place"
LIMIT 50) t1
LEFT JOIN LATERAL (SELECT json_build_object('records', t7."l0") AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('name', t6."name") ORDER BY t6."#0" DESC, t6."#1"), '[]'::json) AS "l0"
FROM (SELECT t3."id", t3."name", lower(left(coalesce(t5."name", ''), 200)) AS "#0", t5."name" AS "#v0", t3."id" AS "#1", t3."id" AS "#v1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t3
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t4 ON ((t4."id" = t3."pointOfContactId") AND (t4."deletedAt" IS NULL))
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t5 ON ((t5."id" = t4."companyId") AND (t5."deletedAt" IS NULL))
WHERE ((date_trunc('week', (timezone($3::text, t3."closeDate") + interval '1 day')) - interval '1 day') IS NOT DISTINCT FROM t1."d0") AND ((SELECT nullif(t9."name", '')
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t9
WHERE (t9."id" = t3."companyId")) IS NOT DISTINCT FROM t1."d1") AND (t3."deletedAt" IS NULL)
ORDER BY lower(left(coalesce(t5."name", ''), 200)) DESC, t3."id"
LIMIT 10) t6) t7) t12 ON TRUE)::text
-- $1 Text(Some("Europe/Paris"))
-- $2 Text(Some("Europe/Paris"))
-- $3 Text(Some("Europe/Paris"))
