SELECT min(t0."position")
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."deletedAt" IS NULL)
