SELECT (SELECT coalesce(json_agg(json_build_object('companyId', t0."companyId", 'files', CASE WHEN jsonb_typeof(t0."avatarFile") = 'array' THEN (SELECT coalesce(json_agg(json_build_object('label', item -> 'label') ORDER BY place), '[]'::json) FROM jsonb_array_elements(t0."avatarFile") WITH ORDINALITY AS items(item, place)) ELSE NULL END) ORDER BY array_position($1::text[]::uuid[], t0."id")), '[]'::json) AS "json"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE (t0."id" = $2::uuid))::text
-- $1 TextArray([Some("11111111-1111-4111-8111-111111111111")])
-- $2 Text(Some("11111111-1111-4111-8111-111111111111"))
