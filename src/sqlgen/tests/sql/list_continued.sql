WITH t1 AS (SELECT t0."id", t0."nameFirstName", t0."nameLastName", lower(left(coalesce(t0."nameFirstName", ''), 200)) AS "#0", lower(left(coalesce(t0."nameLastName", ''), 200)) AS "#1", t0."position" AS "#2", t0."id" AS "#3"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE (t0."deletedAt" IS NULL) AND ((lower(left(coalesce(t0."nameFirstName", ''), 200)), lower(left(coalesce(t0."nameLastName", ''), 200)), t0."position", t0."id") > ($1::text, $2::text, $3::double precision, $4::uuid))
ORDER BY lower(left(coalesce(t0."nameFirstName", ''), 200)), lower(left(coalesce(t0."nameLastName", ''), 200)), t0."position", t0."id"
LIMIT 201)
SELECT json_build_object('records', coalesce(json_agg(t5."record" ORDER BY t5."#row"), '[]'::json), 'cursors', coalesce(json_agg(t5."cursor" ORDER BY t5."#row"), '[]'::json), 'total', NULL, 'hasNext', (SELECT (count(*) > 200)
FROM t1 t2))::text
FROM (SELECT json_build_object('id', t4."id", 'name', json_build_object('firstName', t4."nameFirstName", 'lastName', t4."nameLastName")) AS "record", translate(encode(convert_to(json_build_array(t4."#0", t4."#1", t4."#2"::text, t4."#3"::text)::text, 'UTF8'), 'base64'), E'+/=\n', '-_') AS "cursor", t4."#row" AS "#row"
FROM (SELECT *, row_number() OVER (ORDER BY t3."#0", t3."#1", t3."#2", t3."#3") AS "#row"
FROM t1 t3) t4
WHERE (t4."#row" <= 200)) t5
-- $1 Text(Some("ada"))
-- $2 Text(Some("lovelace"))
-- $3 Text(Some("1.5"))
-- $4 Text(Some("11111111-1111-4111-8111-111111111111"))
