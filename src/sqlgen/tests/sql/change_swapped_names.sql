ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" RENAME COLUMN "name" TO "#1";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" RENAME COLUMN "employees" TO "#2";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" RENAME COLUMN "#1" TO "employees";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" RENAME COLUMN "#2" TO "name";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" RENAME COLUMN "jobTitle" TO "avatarFile2";
