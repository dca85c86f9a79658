SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
