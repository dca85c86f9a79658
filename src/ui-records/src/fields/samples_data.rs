//! What the preview of a field shows before there are any records: one believable value a type, as JSON.
//!
//! Choices and dates are not here: they come from the field's own options and from today.

use icosa_model::FieldType;

/// The sample of a type, as records carry it; of a relation, the name of the related record.
pub(super) fn sample_json(field_type: FieldType) -> &'static str {
    use FieldType as T;
    match field_type {
        T::Actor => r#"{"source":"MANUAL","name":"Ada Lovelace","workspaceMemberId":null}"#,
        T::Address => {
            r#"{"addressStreet1":"350 Fifth Avenue","addressStreet2":"Floor 34","addressCity":"New York",
                "addressState":"NY","addressPostcode":"10118","addressCountry":"United States",
                "addressLat":"40.7484","addressLng":"-73.9857"}"#
        }
        T::Array => r#"["Analytical","Difference"]"#,
        T::Boolean => "true",
        T::Currency => r#"{"amountMicros":"1234560000","currencyCode":"USD"}"#,
        T::Emails => r#"{"primaryEmail":"ada@engines.com","additionalEmails":null}"#,
        T::Files => r#"[{"label":"Contract.pdf"},{"label":"Drawing.png"}]"#,
        T::FullName => r#"{"firstName":"Ada","lastName":"Lovelace"}"#,
        T::Links => {
            r#"{"primaryLinkUrl":"https://engines.com","primaryLinkLabel":null,"secondaryLinks":null}"#
        }
        T::Number => "1234.5",
        T::Numeric => r#""1234.5""#,
        T::Phones => {
            r#"{"primaryPhoneNumber":"4155550123","primaryPhoneCountryCode":"US","primaryPhoneCallingCode":"+1","additionalPhones":null}"#
        }
        T::Position => "1",
        T::RawJson => r#"{"cards":[1,2,3],"engine":"analytical"}"#,
        T::RichText => r##"{"markdown":"The engine weaves algebraical patterns.","blocknote":null}"##,
        T::Text | T::TsVector => r#""The analytical engine""#,
        T::Uuid => r#""0b5c1d0e-9a64-4c1f-8f1b-2f6d0c7a5e31""#,
        T::Relation | T::MorphRelation => r#""Engines & Co""#,
        T::Rating => r#""RATING_4""#,
        // From the field and the day: see `preview::sample`.
        T::Date | T::DateTime | T::MultiSelect | T::Select => "null",
    }
}
