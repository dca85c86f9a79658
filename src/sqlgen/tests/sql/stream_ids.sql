SELECT t0."id"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE (t0."deletedAt" IS NULL) AND (t0."jobTitle" ILIKE $1::text)
ORDER BY lower(left(coalesce(t0."nameFirstName", ''), 200)) DESC, lower(left(coalesce(t0."nameLastName", ''), 200)) DESC, t0."position", t0."id"
-- $1 Text(Some("%chief%"))
