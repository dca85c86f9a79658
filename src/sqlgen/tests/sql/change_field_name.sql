ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" RENAME COLUMN "tags" TO "marks";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" RENAME COLUMN "emailsPrimaryEmail" TO "mailsPrimaryEmail";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" RENAME COLUMN "emailsAdditionalEmails" TO "mailsAdditionalEmails";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" RENAME COLUMN "companyId" TO "employerId";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum" RENAME TO "company_marks_enum";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" RENAME CONSTRAINT "FK_person_companyId" TO "FK_person_employerId";
