SELECT (SELECT json_build_object('edges', t6."l0", 'totalCount', t14."a0") AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('node', json_build_object('name', t5."name"), 'cursor', translate(encode(convert_to(json_build_object('people', json_build_object('totalCount', t5."#v0"), 'opportunities', json_build_object('sumAmountAmountMicros', t5."#v1"::text), 'id', t5."#v2")::text, 'UTF8'), 'base64'), E'\n', '')) ORDER BY t5."#0" DESC, t5."#1" DESC NULLS LAST, t5."#2"), '[]'::json) AS "l0"
FROM (SELECT t0."id", t0."name", t2."figure" AS "#0", t2."figure" AS "#v0", t4."figure" AS "#1", t4."figure" AS "#v1", t0."id" AS "#2", t0."id" AS "#v2"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
LEFT JOIN LATERAL (SELECT count(*) AS "figure"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t1
WHERE (t1."companyId" = t0."id") AND (t1."deletedAt" IS NULL)) t2 ON TRUE
LEFT JOIN LATERAL (SELECT sum(t3."amountAmountMicros") AS "figure"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t3
WHERE (t3."companyId" = t0."id") AND (t3."deletedAt" IS NULL)) t4 ON TRUE
WHERE (t0."deletedAt" IS NULL) AND (EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t8
WHERE (t8."companyId" = t0."id") AND (t8."deletedAt" IS NULL) AND (t8."jobTitle" ILIKE $1::text))) AND ((NOT EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t9
WHERE (t9."companyId" = t0."id") AND (t9."deletedAt" IS NULL) AND EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t10
WHERE (t10."id" = t9."pointOfContactId") AND (t10."jobTitle" = $2::text)))))) OR (NOT EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t11
WHERE (t11."companyId" = t0."id") AND (t11."deletedAt" IS NULL) AND ((t11."jobTitle" <> '') IS NOT TRUE))))) AND (SELECT ((count(*) >= $3::double precision) AND (sum(t12."amountAmountMicros") > $4::numeric) AND (sum(t12."amountAmountMicros") = ANY($5::text[]::numeric[]) OR (sum(t12."amountAmountMicros") IS NULL)))
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t12
WHERE (t12."companyId" = t0."id") AND (t12."deletedAt" IS NULL) AND (t12."stage" = $6::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum"))) AND ((t2."figure" <= $7::double precision) AND ((t2."figure" < $8::double precision) OR ((t2."figure" = $9::double precision) AND ((t4."figure" IS NULL) AND (t0."id" > $10::uuid)))))
ORDER BY t2."figure" DESC, t4."figure" DESC NULLS LAST, t0."id"
LIMIT 2) t5) t6
LEFT JOIN LATERAL (SELECT count(*) AS "a0"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t13
WHERE (t13."deletedAt" IS NULL) AND (EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t15
WHERE (t15."companyId" = t13."id") AND (t15."deletedAt" IS NULL) AND (t15."jobTitle" ILIKE $11::text))) AND ((NOT EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t16
WHERE (t16."companyId" = t13."id") AND (t16."deletedAt" IS NULL) AND EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t17
WHERE (t17."id" = t16."pointOfContactId") AND (t17."jobTitle" = $12::text)))))) OR (NOT EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t18
WHERE (t18."companyId" = t13."id") AND (t18."deletedAt" IS NULL) AND ((t18."jobTitle" <> '') IS NOT TRUE))))) AND (SELECT ((count(*) >= $13::double precision) AND (sum(t19."amountAmountMicros") > $14::numeric) AND (sum(t19."amountAmountMicros") = ANY($15::text[]::numeric[]) OR (sum(t19."amountAmountMicros") IS NULL)))
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t19
WHERE (t19."companyId" = t13."id") AND (t19."deletedAt" IS NULL) AND (t19."stage" = $16::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum")))) t14 ON TRUE)::text
-- $1 Text(Some("%chief%"))
-- $2 Text(Some("CTO"))
-- $3 Text(Some("3"))
-- $4 Text(Some("9007199254740993"))
-- $5 TextArray([Some("1")])
-- $6 Text(Some("NEW"))
-- $7 Text(Some("4"))
-- $8 Text(Some("4"))
-- $9 Text(Some("4"))
-- $10 Text(Some("11111111-1111-4111-8111-111111111111"))
-- $11 Text(Some("%chief%"))
-- $12 Text(Some("CTO"))
-- $13 Text(Some("3"))
-- $14 Text(Some("9007199254740993"))
-- $15 TextArray([Some("1")])
-- $16 Text(Some("NEW"))
