//! The options of a select field while they are edited: plain lists, nothing of a page.

use icosa_contract::data_model::OptionInput;
use icosa_model::definition::SelectOption;
use icosa_model::naming::free_option_value;
use icosa_ui::tag::COLORS;
use uuid::Uuid;

/// Longest label or value.
const MAX_TEXT: usize = 63;

/// An option in the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftOption {
    /// Names the line in this editor.
    pub key: u64,
    /// Of a stored option.
    pub id: Option<Uuid>,
    /// What records hold.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Tag colour.
    pub color: String,
    /// The value as stored; new options have none, and their value follows the label until it is typed.
    pub stored_value: Option<String>,
    /// The value was typed by hand.
    pub is_typed: bool,
}

/// A list of options with what is needed to add to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    list: Vec<DraftOption>,
    last_key: u64,
}

impl Options {
    /// The options of a stored field; one to begin with for a new field.
    #[must_use]
    pub fn of(stored: &[SelectOption]) -> Self {
        let mut options = Self::default();
        let mut sorted: Vec<&SelectOption> = stored.iter().collect();
        sorted.sort_by_key(|option| option.position);
        for option in sorted {
            let key = options.next_key();
            options.list.push(DraftOption {
                key,
                id: Some(option.id),
                value: option.value.clone(),
                label: option.label.clone(),
                color: option.color.clone().unwrap_or_else(|| "gray".to_owned()),
                stored_value: Some(option.value.clone()),
                is_typed: true,
            });
        }
        options
    }

    fn next_key(&mut self) -> u64 {
        self.last_key += 1;
        self.last_key
    }

    /// The options in order.
    #[must_use]
    pub fn list(&self) -> &[DraftOption] {
        &self.list
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, key: u64) -> Option<&DraftOption> {
        self.list.iter().find(|option| option.key == key)
    }

    fn get_mut(&mut self, key: u64) -> Option<&mut DraftOption> {
        self.list.iter_mut().find(|option| option.key == key)
    }

    /// Adds an option at the end and answers its key. It takes the next colour of the palette.
    pub fn add(&mut self, label: &str) -> u64 {
        let last = self.list.last().and_then(|option| COLORS.iter().position(|color| *color == option.color));
        let next = last.map_or(0, |at| (at + 1) % COLORS.len());
        let color = COLORS.get(next).copied().unwrap_or("gray").to_owned();
        let key = self.next_key();
        let value = self.free_value(label, key);
        let label = label.to_owned();
        self.list.push(DraftOption {
            key,
            id: None,
            value,
            label,
            color,
            stored_value: None,
            is_typed: false,
        });
        key
    }

    /// Changes a label; the value of a new option follows.
    pub fn rename(&mut self, key: u64, label: &str) {
        let value = self.free_value(label, key);
        if let Some(option) = self.get_mut(key) {
            label.clone_into(&mut option.label);
            if !option.is_typed {
                option.value = value;
            }
        }
    }

    /// Types a value by hand.
    pub fn set_value(&mut self, key: u64, value: &str) {
        if let Some(option) = self.get_mut(key) {
            option.value = value.to_ascii_uppercase().replace([' ', '-'], "_");
            option.is_typed = true;
        }
    }

    /// Gives an option another colour.
    pub fn paint(&mut self, key: u64, color: &str) {
        if let Some(option) = self.get_mut(key) {
            color.clone_into(&mut option.color);
        }
    }

    /// Takes an option out and answers it.
    pub fn remove(&mut self, key: u64) -> Option<DraftOption> {
        let at = self.list.iter().position(|option| option.key == key)?;
        Some(self.list.remove(at))
    }

    /// Moves an option by so many places; it stops at the ends.
    pub fn shift(&mut self, key: u64, by: isize) {
        if let Some(at) = self.list.iter().position(|option| option.key == key) {
            let to = at.saturating_add_signed(by).min(self.list.len().saturating_sub(1));
            let option = self.list.remove(at);
            self.list.insert(to, option);
        }
    }

    /// Moves an option to the place of another.
    pub fn move_to(&mut self, key: u64, target: u64) {
        let place = |key: u64| self.list.iter().position(|option| option.key == key);
        if let (Some(from), Some(to)) = (place(key), place(target)) {
            let option = self.list.remove(from);
            self.list.insert(to, option);
        }
    }

    /// Puts pasted lines at the place of an option: the first becomes its label, the others follow. Lines that are an
    /// option already are passed over.
    pub fn paste(&mut self, key: u64, text: &str) {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        if let Some(first) = lines.next() {
            self.rename(key, &clean(first));
        }
        for line in lines.map(clean) {
            if !self.list.iter().any(|option| option.label.eq_ignore_ascii_case(&line)) {
                self.add(&line);
            }
        }
    }

    /// The value a label gives, with a number where another option has it.
    fn free_value(&self, label: &str, own: u64) -> String {
        let is_free =
            |value: &str| !self.list.iter().any(|option| option.key != own && option.value == value);
        free_option_value(label, super::super::names::to_ascii, is_free)
    }

    /// What is wrong with an option; empty when nothing is.
    #[must_use]
    pub fn problem(&self, key: u64) -> &'static str {
        let Some(option) = self.get(key) else { return "" };
        let is_twin = |of: fn(&DraftOption) -> &str| {
            self.list.iter().any(|other| other.key != key && of(other) == of(option))
        };
        if option.label.trim().is_empty() {
            "Enter a label."
        } else if option.label.contains(',') {
            "A label holds no comma."
        } else if option.label.chars().count() > MAX_TEXT || option.value.len() > MAX_TEXT {
            "At most 63 characters."
        } else if !is_value(&option.value) {
            "The API value is made of capital letters, digits and underscores."
        } else if is_twin(|option| option.label.as_str()) {
            "Another option is called that."
        } else if is_twin(|option| option.value.as_str()) {
            "Another option has this API value."
        } else {
            ""
        }
    }

    /// Nothing is wrong, and there is one at least.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        !self.list.is_empty() && self.list.iter().all(|option| self.problem(option.key).is_empty())
    }

    /// As the server takes them.
    #[must_use]
    pub fn inputs(&self) -> Vec<OptionInput> {
        let input = |(at, option): (usize, &DraftOption)| OptionInput {
            id: option.id.map(|id| id.to_string()),
            value: option.value.clone(),
            label: option.label.trim().to_owned(),
            color: Some(option.color.clone()),
            position: f64::from(u32::try_from(at).unwrap_or(u32::MAX)),
        };
        self.list.iter().enumerate().map(input).collect()
    }

    /// As a field has them, for the preview.
    #[must_use]
    pub fn stored(&self) -> Vec<SelectOption> {
        let option = |(at, option): (usize, &DraftOption)| SelectOption {
            id: option.id.unwrap_or_default(),
            value: option.value.clone(),
            label: option.label.trim().to_owned(),
            color: Some(option.color.clone()),
            position: u32::try_from(at).unwrap_or(u32::MAX),
        };
        self.list.iter().enumerate().map(option).collect()
    }
}

fn clean(line: &str) -> String {
    let label: String = line.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    label.chars().take(MAX_TEXT).collect()
}

fn is_value(value: &str) -> bool {
    let begins_well = value.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
    begins_well && value.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(options: &Options) -> Vec<&str> {
        options.list().iter().map(|option| option.label.as_str()).collect()
    }

    #[test]
    fn new_options_take_the_next_colour_and_a_value_of_their_own() {
        let mut options = Options::default();
        let first = options.add("In progress");
        let second = options.add("In Progress!");
        assert_eq!(
            options.get(first).map(|o| (o.value.as_str(), o.color.as_str())),
            Some(("IN_PROGRESS", "red"))
        );
        assert_eq!(
            options.get(second).map(|o| (o.value.as_str(), o.color.as_str())),
            Some(("IN_PROGRESS_2", "ruby"))
        );
        options.rename(second, "2nd");
        assert_eq!(options.get(second).map(|o| o.value.as_str()), Some("_2ND"));
        assert!(options.is_valid());
    }

    #[test]
    fn a_typed_value_stays() {
        let mut options = Options::default();
        let key = options.add("Lead");
        options.set_value(key, "cold lead");
        options.rename(key, "Warm lead");
        assert_eq!(options.get(key).map(|o| o.value.as_str()), Some("COLD_LEAD"));
    }

    #[test]
    fn options_move_and_stop_at_the_ends() {
        let mut options = Options::default();
        let keys = ["a", "b", "c"].map(|label| options.add(label));
        options.shift(keys[0], -1);
        assert_eq!(labels(&options), ["a", "b", "c"]);
        options.shift(keys[0], 1);
        assert_eq!(labels(&options), ["b", "a", "c"]);
        options.shift(keys[0], 9);
        assert_eq!(labels(&options), ["b", "c", "a"]);
        options.move_to(keys[0], keys[1]);
        assert_eq!(labels(&options), ["a", "b", "c"]);
        options.move_to(keys[0], keys[2]);
        assert_eq!(labels(&options), ["b", "c", "a"]);
    }

    #[test]
    fn lines_become_options_once() {
        let mut options = Options::default();
        let key = options.add("");
        options.paste(key, "New\n  Won, closed \n\nnew\nLost");
        assert_eq!(labels(&options), ["New", "Won closed", "Lost"]);
    }

    #[test]
    fn problems_are_told() {
        let mut options = Options::default();
        assert!(!options.is_valid(), "one at least");
        let first = options.add("A");
        let second = options.add("B");
        options.rename(second, "A");
        assert_eq!(options.problem(second), "Another option is called that.");
        options.rename(second, "x, y");
        assert_eq!(options.problem(second), "A label holds no comma.");
        options.rename(second, "B");
        options.set_value(second, "a");
        assert_eq!(options.problem(first), "Another option has this API value.");
    }
}
