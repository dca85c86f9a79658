//! The fixed universal identifiers, as listed in the compatibility notes.

type Known = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Objects and fields whose universal identifiers are fixed rather than derived.
pub(super) const FIXED: &[Known] = &[
    (
        "attachment",
        "20202020-bd3d-4c60-8dca-571c71d4447a",
        &[
            ("name", "20202020-87a5-48f8-bbf7-ade388825a57"),
            ("file", "20202020-15db-460e-8166-c7b5d87ad4be"),
            ("fullPath", "20202020-0d19-453d-8e8d-fbcda8ca3747"),
            ("fileCategory", "20202020-8c3f-4d9e-9a1b-2e5f7a8c9d0e"),
        ],
    ),
    (
        "company",
        "20202020-b374-4779-a561-80086cb2e17f",
        &[
            ("name", "20202020-4d99-4e2e-a84c-4a27837b1ece"),
            ("domainName", "20202020-0c28-43d8-8ba5-3659924d3489"),
            ("address", "20202020-c5ce-4adc-b7b6-9c0979fc55e7"),
            ("linkedinLink", "20202020-ebeb-4beb-b9ad-6848036fb451"),
            ("annualRevenue", "60f533b7-2166-4071-a767-ceb0286822fd"),
            ("people", "20202020-3213-4ddf-9494-6422bcff8d7c"),
            ("accountOwner", "20202020-95b8-4e10-9881-edb5d4765f9d"),
            ("opportunities", "20202020-add3-4658-8e23-d70dccb6d0ec"),
        ],
    ),
    (
        "note",
        "20202020-0b00-45cd-b6f6-6cd806fc6804",
        &[
            ("title", "20202020-faeb-4c76-8ba6-ccbb0b4a965f"),
            ("bodyV2", "20202020-a7bb-4d94-be51-8f25181502c8"),
            ("noteTargets", "20202020-1f25-43fe-8b00-af212fdde823"),
        ],
    ),
    (
        "noteTarget",
        "20202020-fff0-4b44-be82-bda313884400",
        &[("note", "20202020-57f3-4f50-9599-fc0f671df003")],
    ),
    (
        "opportunity",
        "20202020-9549-49dd-b2b2-883999db8938",
        &[
            ("name", "20202020-8609-4f65-a2d9-44009eb422b5"),
            ("amount", "20202020-583e-4642-8533-db761d5fa82f"),
            ("closeDate", "20202020-527e-44d6-b1ac-c4158d307b97"),
            ("stage", "20202020-6f76-477d-8551-28cd65b2b4b9"),
            ("pointOfContact", "20202020-8dfb-42fc-92b6-01afb759ed16"),
            ("company", "20202020-cbac-457e-b565-adece5fc815f"),
            ("owner", "20202020-be7e-4d1e-8e19-3d5c7c4b9f2a"),
        ],
    ),
    (
        "person",
        "20202020-e674-48e5-a542-72570eee7213",
        &[
            ("name", "20202020-3875-44d5-8c33-a6239011cab8"),
            ("emails", "20202020-3c51-43fa-8b6e-af39e29368ab"),
            ("linkedinLink", "20202020-f1af-48f7-893b-2007a73dd508"),
            ("jobTitle", "20202020-b0d0-415a-bef9-640a26dacd9b"),
            ("phones", "20202020-0638-448e-8825-439134618022"),
            ("avatarUrl", "20202020-b8a6-40df-961c-373dc5d2ec21"),
            ("avatarFile", "20202020-a7c9-4e3d-8f1b-2d5a6b7c8e9f"),
            ("company", "20202020-e2f3-448e-b34c-2d625f0025fd"),
            ("pointOfContactForOpportunities", "20202020-911b-4a7d-b67b-918aa9a5b33a"),
        ],
    ),
    (
        "task",
        "20202020-1ba1-48ba-bc83-ef7e5990ed10",
        &[
            ("title", "20202020-b386-4cb7-aa5a-08d4a4d92680"),
            ("bodyV2", "20202020-4aa0-4ae8-898d-7df0afd47ab1"),
            ("dueAt", "20202020-fd99-40da-951b-4cb9a352fce3"),
            ("status", "20202020-70bc-48f9-89c5-6aa730b151e0"),
            ("taskTargets", "20202020-de9c-4d0e-a452-713d4a3e5fc7"),
            ("assignee", "20202020-065a-4f42-a906-e20422c1753f"),
        ],
    ),
    (
        "taskTarget",
        "20202020-5a9a-44e8-95df-771cd06d0fb1",
        &[("task", "20202020-e881-457a-8758-74aaef4ae78a")],
    ),
    (
        "timelineActivity",
        "20202020-6736-4337-b5c4-8b39fae325a5",
        &[
            ("timelineActivityTypeId", "20202020-e5f8-4839-9dcf-781e260624ee"),
            ("timelineActivityTypeSnapshot", "20202020-e006-493a-9b07-f2a768a204ca"),
            ("happensAt", "20202020-9526-4993-b339-c4318c4d39f0"),
            ("properties", "20202020-f142-4b04-b91b-6a2b4af3bf11"),
            ("workspaceMember", "20202020-af23-4479-9a30-868edc474b36"),
            ("linkedRecordCachedName", "20202020-cfdb-4bef-bbce-a29f41230934"),
            ("linkedRecordId", "20202020-2e0e-48c0-b445-ee6c1e61687d"),
            ("linkedObjectMetadataId", "20202020-c595-449d-9f89-562758c9ee69"),
        ],
    ),
    (
        "workspaceMember",
        "20202020-3319-4234-a34c-82d5c0e881a6",
        &[
            ("name", "20202020-e914-43a6-9c26-3603c59065f4"),
            ("colorScheme", "20202020-66bc-47f2-adac-f2ef7c598b63"),
            ("uiScale", "20202020-1581-4bfb-b87d-58fa9cd5b817"),
            ("openRecordIn", "20202020-1b16-419d-9323-6f3ea850e5d9"),
            ("locale", "20202020-402e-4695-b169-794fa015afbe"),
            ("avatarUrl", "20202020-0ced-4c4f-a376-c98a966af3f6"),
            ("userEmail", "20202020-4c5f-4e09-bebc-9e624e21ecf4"),
            ("jobTitle", "20202020-4dd4-4619-826e-08f6c06b374d"),
            ("userId", "20202020-75a9-4dfc-bf25-2e4b43e89820"),
            ("assignedTasks", "20202020-61dc-4a1c-99e8-38ebf8d2bbeb"),
            ("ownedOpportunities", "20202020-9e4d-4b3a-8c1f-6d7e8f9a0b1c"),
            ("accountOwnerForCompanies", "20202020-dc29-4bd4-a3c1-29eafa324bee"),
            ("timelineActivities", "20202020-e15b-47b8-94fe-8200e3c66615"),
            ("timeZone", "20202020-2d33-4c21-a86e-5943b050dd54"),
            ("dateFormat", "20202020-af13-4e11-b1e7-b8cf5ea13dc0"),
            ("timeFormat", "20202020-8acb-4cf8-a851-a6ed443c8d81"),
            ("calendarStartDay", "20202020-1ecc-4562-84c9-ff3a2f6cce85"),
            ("numberFormat", "20202020-7f40-4e7f-b126-11c0eda6b141"),
        ],
    ),
];
