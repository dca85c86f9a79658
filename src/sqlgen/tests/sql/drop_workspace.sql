DROP SCHEMA IF EXISTS "workspace_1wgvd1injqtife6y4rvfbu3h5" CASCADE;
