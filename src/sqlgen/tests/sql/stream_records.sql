SELECT t0."id" AS "id", json_build_object('id', t0."id", 'name', json_build_object('firstName', t0."nameFirstName", 'lastName', t0."nameLastName"), 'emails', json_build_object('primaryEmail', t0."emailsPrimaryEmail", 'additionalEmails', t0."emailsAdditionalEmails"), 'phones', json_build_object('primaryPhoneNumber', t0."phonesPrimaryPhoneNumber", 'primaryPhoneCountryCode', t0."phonesPrimaryPhoneCountryCode", 'primaryPhoneCallingCode', t0."phonesPrimaryPhoneCallingCode", 'additionalPhones', t0."phonesAdditionalPhones"), 'avatarFile', t0."avatarFile", 'companyId', t0."companyId")::text AS "json"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE (t0."id" = $1::uuid)
-- $1 Text(Some("11111111-1111-4111-8111-111111111111"))
