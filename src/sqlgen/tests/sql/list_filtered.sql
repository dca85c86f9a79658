WITH t2 AS (SELECT t0."id", t0."name", t0."stage", t0."companyId", lower(left(coalesce(t1."name", ''), 200)) AS "#0", t0."position" AS "#1", t0."id" AS "#2"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t1 ON ((t1."id" = t0."companyId") AND (t1."deletedAt" IS NULL))
WHERE (t0."deletedAt" IS NULL) AND ((t0."stage" = ANY(ARRAY[$1::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum", $2::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum"]) OR (t0."stage" IS NULL)) AND (t0."amountAmountMicros" >= $3::numeric) AND ((t0."companyId" IS NULL) IS NOT TRUE) AND ((concat_ws(' ', t0."name") ILIKE $4::text) AND (concat_ws(' ', t0."name") ILIKE $5::text)))
ORDER BY lower(left(coalesce(t1."name", ''), 200)), t0."position", t0."id"
LIMIT 201)
SELECT json_build_object('records', coalesce(json_agg(t8."record" ORDER BY t8."#row"), '[]'::json), 'cursors', coalesce(json_agg(t8."cursor" ORDER BY t8."#row"), '[]'::json), 'total', NULL, 'hasNext', (SELECT (count(*) > 200)
FROM t2 t3))::text
FROM (SELECT json_build_object('id', t5."id", 'name', t5."name", 'stage', t5."stage", 'companyId', t5."companyId", 'company', t6."json") AS "record", translate(encode(convert_to(json_build_array(t5."#0", t5."#1"::text, t5."#2"::text)::text, 'UTF8'), 'base64'), E'+/=\n', '-_') AS "cursor", t5."#row" AS "#row"
FROM (SELECT *, row_number() OVER (ORDER BY t4."#0", t4."#1", t4."#2") AS "#row"
FROM t2 t4) t5
LEFT JOIN LATERAL (SELECT json_build_object('id', t7."id", 'name', t7."name") AS "json"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t7
WHERE (t7."id" = t5."companyId") AND (t7."deletedAt" IS NULL)) t6 ON TRUE
WHERE (t5."#row" <= 200)) t8
-- $1 Text(Some("MEETING"))
-- $2 Text(Some("NEW"))
-- $3 Text(Some("1000000"))
-- $4 Text(Some("%big%"))
-- $5 Text(Some("%deal%"))
