WITH t2 AS (SELECT t0."id", t0."name", t0."position" AS "#0", t0."id" AS "#1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0
WHERE (t0."deletedAt" IS NULL) AND (((t0."stage" = $1::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum") OR (t0."amountAmountMicros" >= $2::numeric)) AND EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t1
WHERE (t1."id" = t0."companyId") AND (t1."annualRevenueAmountMicros" >= $3::numeric))))
ORDER BY t0."position", t0."id"
LIMIT 201)
SELECT json_build_object('records', coalesce(json_agg(t8."record" ORDER BY t8."#row"), '[]'::json), 'cursors', coalesce(json_agg(t8."cursor" ORDER BY t8."#row"), '[]'::json), 'total', (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t3
WHERE (t3."deletedAt" IS NULL) AND (((t3."stage" = $4::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum") OR (t3."amountAmountMicros" >= $5::numeric)) AND EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t4
WHERE (t4."id" = t3."companyId") AND (t4."annualRevenueAmountMicros" >= $6::numeric))))), 'hasNext', (SELECT (count(*) > 200)
FROM t2 t5))::text
FROM (SELECT json_build_object('id', t7."id", 'name', t7."name") AS "record", translate(encode(convert_to(json_build_array(t7."#0"::text, t7."#1"::text)::text, 'UTF8'), 'base64'), E'+/=\n', '-_') AS "cursor", t7."#row" AS "#row"
FROM (SELECT *, row_number() OVER (ORDER BY t6."#0", t6."#1") AS "#row"
FROM t2 t6) t7
WHERE (t7."#row" <= 200)) t8
-- $1 Text(Some("NEW"))
-- $2 Text(Some("1000000"))
-- $3 Text(Some("50000000"))
-- $4 Text(Some("NEW"))
-- $5 Text(Some("1000000"))
-- $6 Text(Some("50000000"))
