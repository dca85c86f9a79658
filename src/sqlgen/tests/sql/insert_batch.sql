INSERT INTO "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id", "name", "idealCustomer", "tags", "aliases", "foundedOn")
SELECT coalesce(t0."id"::uuid, gen_random_uuid()), t0."name", t0."idealCustomer"::boolean, t0."tags"::"workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum"[], t0."aliases"::text[], t0."foundedOn"::date
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS t0("id", "name", "idealCustomer", "tags", "aliases", "foundedOn")
RETURNING "id"
-- $1 TextArray([Some("11111111-1111-4111-8111-111111111111"), None])
-- $2 TextArray([Some("Acme"), Some("Beta")])
-- $3 TextArray([Some("false"), Some("true")])
-- $4 TextArray([Some("{\"HOT\",\"ODD\"}"), Some("{\"COLD\"}")])
-- $5 TextArray([Some("{\"a \\\"b\\\"\",\"c\"}"), None])
-- $6 TextArray([None, Some("1999-12-31")])
