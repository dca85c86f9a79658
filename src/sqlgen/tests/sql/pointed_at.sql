SELECT t0."element" AS "id"
FROM unnest($1::text[]::uuid[]) t0("element")
WHERE (EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t1
WHERE (t1."companyId" = t0."element") AND NOT EXISTS((SELECT 1
FROM core."recordImportEntry" own
WHERE (own."importId" = $2::uuid) AND (own."recordId" = t1."id"))))) OR EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t2
WHERE (t2."companyId" = t0."element") AND NOT EXISTS((SELECT 1
FROM core."recordImportEntry" own
WHERE (own."importId" = $3::uuid) AND (own."recordId" = t2."id"))))) OR EXISTS((SELECT 1
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" t3
WHERE (t3."targetCompanyId" = t0."element") AND NOT EXISTS((SELECT 1
FROM core."recordImportEntry" own
WHERE (own."importId" = $4::uuid) AND (own."recordId" = t3."id"))))))
-- $1 TextArray([Some("11111111-1111-4111-8111-111111111111")])
-- $2 Text(Some("00000000-0000-0000-0000-000000000000"))
-- $3 Text(Some("00000000-0000-0000-0000-000000000000"))
-- $4 Text(Some("00000000-0000-0000-0000-000000000000"))
