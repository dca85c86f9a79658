SELECT (SELECT coalesce(json_agg(json_build_object('groupByDimensionValues', json_build_array(to_char(t1."d0", 'YYYY-MM-DD'), t1."d1"::text), 'total', t1."a3", 'company', json_build_object('__typename', 'CompanyGroupByFigures', 'sum', t1."a4", 'revenue', t1."a5"), 'pointOfContact', json_build_object('total', t1."a6")) ORDER BY t1."place"), '[]'::json) AS "json"
FROM (SELECT *, row_number() OVER (ORDER BY t7."o0" NULLS FIRST, t7."d0", t7."d1") AS "place"
FROM (SELECT t0."#d0" AS "d0", t0."#d1" AS "d1", sum(t0."amountAmountMicros") AS "o0", count(*) AS "a3", CASE WHEN (abs(sum(t2."employees") FILTER (WHERE (t2."id" IS NOT NULL))) BETWEEN 1e-4 AND 999999999999999) THEN to_json(sum(t2."employees") FILTER (WHERE (t2."id" IS NOT NULL))) ELSE to_json(sum(t2."employees") FILTER (WHERE (t2."id" IS NOT NULL))::text::numeric) END AS "a4", sum(t2."annualRevenueAmountMicros") FILTER (WHERE (t2."id" IS NOT NULL))::text AS "a5", count(*) FILTER (WHERE (t3."id" IS NOT NULL)) AS "a6"
FROM (SELECT *, row_number() OVER (PARTITION BY t5."#d0", t5."#d1", t5."companyId") AS "#0", row_number() OVER (PARTITION BY t5."#d0", t5."#d1", t5."pointOfContactId") AS "#1"
FROM (SELECT *, (date_trunc('week', (timezone($1::text, t4."closeDate") + interval '1 day')) - interval '1 day') AS "#d0", (SELECT nullif(t6."name", '')
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t6
WHERE (t6."id" = t4."companyId")) AS "#d1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t4
WHERE (t4."deletedAt" IS NULL) AND (t4."name" ILIKE $2::text)) t5) t0
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t2 ON ((t2."id" = t0."companyId") AND (t0."#0" = 1) AND (t2."deletedAt" IS NULL))
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t3 ON ((t3."id" = t0."pointOfContactId") AND (t0."#1" = 1) AND (t3."deletedAt" IS NULL))
GROUP BY 1, 2) t7
ORDER BY "place"
LIMIT 50) t1)::text
-- $1 Text(Some("Europe/Paris"))
-- $2 Text(Some("%a%"))
