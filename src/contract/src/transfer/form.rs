//! A plan as the inputs of a form: written by the page of an import, read where the form is sent to.

use icosa_model::format::{DateFormat, NumberFormat};

use super::{ColumnMatch, ImportMode, ImportOptions, ImportPlan};

/// Name of the input that says what to do.
pub const STEP: &str = "do";
/// Name of the file input.
pub const FILE: &str = "file";

/// What a form asks to be done with an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStep {
    /// Read the beginning of the file again, with other options.
    Read,
    /// Judge every row.
    Validate,
    /// Write the rows.
    Start,
    /// Stop.
    Cancel,
    /// Take back what was written.
    Undo,
    /// Forget the file and choose another one.
    Discard,
}

impl ImportStep {
    const ALL: [Self; 6] = [Self::Read, Self::Validate, Self::Start, Self::Cancel, Self::Undo, Self::Discard];

    /// As sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Validate => "validate",
            Self::Start => "start",
            Self::Cancel => "cancel",
            Self::Undo => "undo",
            Self::Discard => "discard",
        }
    }

    /// From the word sent.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == word)
    }
}

/// Names of the inputs of a column, by its place in the file from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInputs {
    /// The header, as it was read.
    pub header: String,
    /// The path of the target; empty is not imported.
    pub target: String,
    /// Checked: records that are not there are made.
    pub create: String,
}

impl ColumnInputs {
    /// Those of a column.
    #[must_use]
    pub fn of(place: usize) -> Self {
        Self {
            header: format!("header.{place}"),
            target: format!("column.{place}"),
            create: format!("create.{place}"),
        }
    }
}

/// Names and words of the options.
pub mod option {
    use super::{DateFormat, ImportMode, NumberFormat};

    /// What becomes of records that are there: [`mode`].
    pub const MODE: &str = "mode";
    /// How numbers are read: [`numbers`].
    pub const NUMBERS: &str = "numbers";
    /// How dates are read: [`dates`].
    pub const DATES: &str = "dates";
    /// The character between values.
    pub const DELIMITER: &str = "delimiter";
    /// The encoding of the file.
    pub const ENCODING: &str = "encoding";
    /// Checked: empty cells empty fields.
    pub const CLEAR_EMPTY: &str = "clearEmpty";

    /// All of them.
    pub const ALL: [&str; 6] = [MODE, NUMBERS, DATES, DELIMITER, ENCODING, CLEAR_EMPTY];

    /// The word of a mode.
    #[must_use]
    pub fn mode(mode: ImportMode) -> &'static str {
        match mode {
            ImportMode::Upsert => "UPSERT",
            ImportMode::Create => "CREATE",
            ImportMode::Update => "UPDATE",
        }
    }

    /// The mode of a word.
    #[must_use]
    pub fn read_mode(word: &str) -> ImportMode {
        match word {
            "CREATE" => ImportMode::Create,
            "UPDATE" => ImportMode::Update,
            _ => ImportMode::Upsert,
        }
    }

    /// `COMMA` or `DOT`, whichever stands before decimals; empty is as the file suggests.
    #[must_use]
    pub fn numbers(format: Option<NumberFormat>) -> &'static str {
        match format {
            None => "",
            Some(NumberFormat::DotsAndComma | NumberFormat::SpacesAndComma) => "COMMA",
            Some(_) => "DOT",
        }
    }

    /// The format of a word.
    #[must_use]
    pub fn read_numbers(word: &str) -> Option<NumberFormat> {
        match word {
            "COMMA" => Some(NumberFormat::DotsAndComma),
            "DOT" => Some(NumberFormat::CommasAndDot),
            _ => None,
        }
    }

    /// `DAY` or `MONTH`, whichever comes first.
    #[must_use]
    pub fn dates(format: DateFormat) -> &'static str {
        if format == DateFormat::DayFirst { "DAY" } else { "MONTH" }
    }

    /// The format of a word.
    #[must_use]
    pub fn read_dates(word: &str) -> DateFormat {
        if word == "DAY" { DateFormat::DayFirst } else { DateFormat::MonthFirst }
    }
}

/// The plan that inputs say; `None` for an input that was not sent.
#[must_use]
pub fn read_plan(input: &dyn Fn(&str) -> Option<String>) -> ImportPlan {
    let text = |name: &str| input(name).unwrap_or_default();
    let column = |index: u32| {
        let names = ColumnInputs::of(usize::try_from(index).ok()?);
        let target = input(&names.target)?;
        Some(ColumnMatch {
            column: text(&names.header),
            index: Some(index),
            create_missing: !target.is_empty() && input(&names.create).is_some(),
            target: Some(target).filter(|target| !target.is_empty()),
        })
    };
    ImportPlan { columns: (0..).map_while(column).collect(), options: read_options(input) }
}

/// The options that inputs say.
#[must_use]
pub fn read_options(input: &dyn Fn(&str) -> Option<String>) -> ImportOptions {
    let text = |name: &str| input(name).unwrap_or_default();
    let given = |name: &str| input(name).filter(|value| !value.is_empty());
    ImportOptions {
        mode: option::read_mode(&text(option::MODE)),
        clear_empty: given(option::CLEAR_EMPTY).is_some(),
        encoding: given(option::ENCODING),
        delimiter: given(option::DELIMITER),
        date_format: option::read_dates(&text(option::DATES)),
        number_format: option::read_numbers(&text(option::NUMBERS)),
        ..ImportOptions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_a_plan() {
        let inputs = [
            ("header.0", "Company"),
            ("column.0", "company.name"),
            ("create.0", "true"),
            ("header.1", "Note"),
            ("column.1", ""),
            ("create.1", "true"),
            ("mode", "CREATE"),
            ("numbers", "COMMA"),
            ("dates", "DAY"),
            ("delimiter", ";"),
            ("encoding", ""),
        ];
        let find =
            |name: &str| inputs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let plan = read_plan(&find);
        let [company, note] = plan.columns.as_slice() else { panic!("{:?}", plan.columns) };
        assert_eq!((company.column.as_str(), company.index), ("Company", Some(0)));
        assert_eq!((company.target.as_deref(), company.create_missing), (Some("company.name"), true));
        assert_eq!((note.target.as_deref(), note.create_missing), (None, false));
        let options = plan.options;
        assert_eq!((options.mode, options.date_format), (ImportMode::Create, DateFormat::DayFirst));
        assert_eq!(options.number_format, Some(NumberFormat::DotsAndComma));
        assert_eq!((options.delimiter.as_deref(), options.encoding), (Some(";"), None));
        assert!(!options.clear_empty && options.has_header);
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for step in ImportStep::ALL {
            assert_eq!(ImportStep::parse(step.as_str()), Some(step));
        }
        for mode in [ImportMode::Upsert, ImportMode::Create, ImportMode::Update] {
            assert_eq!(option::read_mode(option::mode(mode)), mode);
        }
        for word in ["", "DOT", "COMMA"] {
            assert_eq!(option::numbers(option::read_numbers(word)), word);
        }
        for word in ["DAY", "MONTH"] {
            assert_eq!(option::dates(option::read_dates(word)), word);
        }
    }
}
