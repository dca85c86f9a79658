ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"
  DROP CONSTRAINT "FK_noteTarget_noteId";
DROP INDEX IF EXISTS
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_note_searchVector",
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_note_position",
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_note_label",
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_note_parts",
  "workspace_1wgvd1injqtife6y4rvfbu3h5"."IDX_UNIQUE_note_company";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note"
  DROP COLUMN "searchVector",
  DROP COLUMN "#search";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" RENAME COLUMN "noteId" TO "#0badcafe.noteTarget.noteId";
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" RENAME TO "#0badcafe.note";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_createdBySource_enum" RENAME TO "#0badcafe.note_createdBySource_enum";
ALTER TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_updatedBySource_enum" RENAME TO "#0badcafe.note_updatedBySource_enum";
-- kept: {"objectId":"5bd1b489-df2b-581f-8647-da0906fd4a49","fieldId":"9f349d5f-bd27-55b9-98b1-1820f7425c3c","subField":null,"table":"noteTarget","column":"noteId","keptAs":"#0badcafe.noteTarget.noteId","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":null,"subField":null,"table":"note","column":null,"keptAs":"#0badcafe.note","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"954c8b52-9f4d-5f45-8176-cc04d89c97e6","subField":null,"table":"note","column":"id","keptAs":"id","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"d093b142-7787-5e5f-ad03-8f37138edde7","subField":null,"table":"note","column":"createdAt","keptAs":"createdAt","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"da5f02d8-a4ab-519a-a99b-37b6579eb8be","subField":null,"table":"note","column":"updatedAt","keptAs":"updatedAt","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"842ff99a-fa05-53a1-ac3f-b088694ed6e5","subField":null,"table":"note","column":"deletedAt","keptAs":"deletedAt","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"5fd774a5-d003-5588-a74a-046b61c13b77","subField":"source","table":"note","column":"createdBySource","keptAs":"createdBySource","enumKeptAs":"#0badcafe.note_createdBySource_enum","enumValues":[["00000000-0000-0000-0000-000000000000","EMAIL"],["00000000-0000-0000-0000-000000000000","CALENDAR"],["00000000-0000-0000-0000-000000000000","WORKFLOW"],["00000000-0000-0000-0000-000000000000","AGENT"],["00000000-0000-0000-0000-000000000000","API"],["00000000-0000-0000-0000-000000000000","IMPORT"],["00000000-0000-0000-0000-000000000000","MANUAL"],["00000000-0000-0000-0000-000000000000","SYSTEM"],["00000000-0000-0000-0000-000000000000","WEBHOOK"],["00000000-0000-0000-0000-000000000000","APPLICATION"]]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"5fd774a5-d003-5588-a74a-046b61c13b77","subField":"workspaceMemberId","table":"note","column":"createdByWorkspaceMemberId","keptAs":"createdByWorkspaceMemberId","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"5fd774a5-d003-5588-a74a-046b61c13b77","subField":"name","table":"note","column":"createdByName","keptAs":"createdByName","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"5fd774a5-d003-5588-a74a-046b61c13b77","subField":"context","table":"note","column":"createdByContext","keptAs":"createdByContext","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"c243313d-7418-5a0f-b285-36fe90495655","subField":"source","table":"note","column":"updatedBySource","keptAs":"updatedBySource","enumKeptAs":"#0badcafe.note_updatedBySource_enum","enumValues":[["00000000-0000-0000-0000-000000000000","EMAIL"],["00000000-0000-0000-0000-000000000000","CALENDAR"],["00000000-0000-0000-0000-000000000000","WORKFLOW"],["00000000-0000-0000-0000-000000000000","AGENT"],["00000000-0000-0000-0000-000000000000","API"],["00000000-0000-0000-0000-000000000000","IMPORT"],["00000000-0000-0000-0000-000000000000","MANUAL"],["00000000-0000-0000-0000-000000000000","SYSTEM"],["00000000-0000-0000-0000-000000000000","WEBHOOK"],["00000000-0000-0000-0000-000000000000","APPLICATION"]]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"c243313d-7418-5a0f-b285-36fe90495655","subField":"workspaceMemberId","table":"note","column":"updatedByWorkspaceMemberId","keptAs":"updatedByWorkspaceMemberId","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"c243313d-7418-5a0f-b285-36fe90495655","subField":"name","table":"note","column":"updatedByName","keptAs":"updatedByName","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"c243313d-7418-5a0f-b285-36fe90495655","subField":"context","table":"note","column":"updatedByContext","keptAs":"updatedByContext","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"84fea82e-1156-5024-a71b-49805f65a2a4","subField":null,"table":"note","column":"position","keptAs":"position","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"2ff6cc07-9bef-52a6-a63c-b9267f59aee5","subField":null,"table":"note","column":"title","keptAs":"title","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"2918a16d-2f23-5276-b428-51d9177c8e33","subField":"blocknote","table":"note","column":"bodyV2Blocknote","keptAs":"bodyV2Blocknote","enumKeptAs":null,"enumValues":[]}
-- kept: {"objectId":"78836a21-514f-57fe-833e-004d21d10874","fieldId":"2918a16d-2f23-5276-b428-51d9177c8e33","subField":"markdown","table":"note","column":"bodyV2Markdown","keptAs":"bodyV2Markdown","enumKeptAs":null,"enumValues":[]}
