SELECT (SELECT json_build_object('edges', t2."l0") AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('node', json_build_object('name', t1."name", 'people', t12."json"), 'cursor', translate(encode(convert_to(json_build_object('name', left(t1."#v0", 200), 'id', t1."#v1")::text, 'UTF8'), 'base64'), E'\n', '')) ORDER BY t1."#0", t1."#1"), '[]'::json) AS "l0"
FROM (SELECT t0."id", t0."name", lower(left(coalesce(t0."name", ''), 200)) AS "#0", t0."name" AS "#v0", t0."id" AS "#1", t0."id" AS "#v1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."deletedAt" IS NULL)
ORDER BY lower(left(coalesce(t0."name", ''), 200)), t0."id"
LIMIT 60) t1
LEFT JOIN LATERAL (SELECT json_build_object('edges', t8."l0", 'totalCount', t11."a0") AS "json"
FROM (SELECT coalesce(json_agg(json_build_object('node', json_build_object('id', t7."id", 'name', json_build_object('first', t7."nameFirstName")), 'cursor', translate(encode(convert_to(json_build_object('position', t7."#v0", 'id', t7."#v1")::text, 'UTF8'), 'base64'), E'\n', '')) ORDER BY t7."#0", t7."#1"), '[]'::json) AS "l0"
FROM (SELECT t6."id", t6."nameFirstName", t6."position" AS "#0", t6."position" AS "#v0", t6."id" AS "#1", t6."id" AS "#v1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t6
WHERE (t6."companyId" = t1."id") AND (t6."deletedAt" IS NULL)
ORDER BY t6."position", t6."id"
LIMIT 5) t7) t8
LEFT JOIN LATERAL (SELECT count(*) AS "a0"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t10
WHERE (t10."companyId" = t1."id") AND (t10."deletedAt" IS NULL)) t11 ON TRUE) t12 ON TRUE) t2)::text
