//! What a key does in a table.

use super::focus::{Focus, Step};

/// A key press, without the browser's type.
#[derive(Debug, Clone, Copy, Default)]
pub struct Key<'k> {
    /// As the browser names it: `Enter`, `a`, `ArrowUp`.
    pub name: &'k str,
    /// Ctrl, or Cmd on a Mac.
    pub is_command: bool,
    /// Shift.
    pub is_shift: bool,
    /// Alt.
    pub is_alt: bool,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Move(Step),
    /// Open the editor of the focused cell.
    Edit,
    /// Open it with this text in place of the value.
    Type(String),
    /// Empty the focused cell.
    Empty,
    /// Space: turn a boolean over.
    Toggle,
    Copy,
    /// Select or deselect the focused row.
    Pick,
    /// Select from the last selected row to this one.
    PickRange,
    PickAll,
    /// Deselect everything.
    Unpick,
    /// Open the record.
    Open,
}

/// The meaning of a key, or `None` if it is none of ours.
#[must_use]
pub fn command(key: Key<'_>, focus: Focus) -> Option<Command> {
    let is_cell = focus.cell().is_some();
    if key.is_alt {
        return None;
    }
    if key.is_command {
        return with_command(key, focus);
    }
    let command = match key.name {
        "ArrowUp" => Command::Move(Step::Up),
        "ArrowDown" => Command::Move(Step::Down),
        "ArrowLeft" => Command::Move(Step::Left),
        "ArrowRight" => Command::Move(Step::Right),
        "PageUp" => Command::Move(Step::PageUp),
        "PageDown" => Command::Move(Step::PageDown),
        "Home" => Command::Move(Step::Home),
        "End" => Command::Move(Step::End),
        "Tab" if is_cell && key.is_shift => Command::Move(Step::Previous),
        "Tab" if is_cell => Command::Move(Step::Next),
        "Enter" | "F2" if is_cell => Command::Edit,
        "Enter" => Command::Move(Step::In),
        "Escape" if focus == Focus::Nowhere => Command::Unpick,
        "Escape" => Command::Move(Step::Out),
        "Backspace" | "Delete" if is_cell => Command::Empty,
        " " if is_cell => Command::Toggle,
        " " if focus.row().is_some() => Command::Pick,
        name if is_cell => Command::Type(typed(name)?),
        "k" => Command::Move(Step::Up),
        "j" => Command::Move(Step::Down),
        "x" | "X" if key.is_shift => Command::PickRange,
        "x" => Command::Pick,
        _ => return None,
    };
    Some(command)
}

fn with_command(key: Key<'_>, focus: Focus) -> Option<Command> {
    let command = match key.name {
        "Enter" if focus.row().is_some() => Command::Open,
        "Home" | "ArrowUp" => Command::Move(Step::FirstRow),
        "End" | "ArrowDown" => Command::Move(Step::LastRow),
        "a" | "A" => Command::PickAll,
        "c" | "C" if focus.cell().is_some() && !key.is_shift => Command::Copy,
        _ => return None,
    };
    Some(command)
}

/// The text of a printable key; named keys (`Shift`, `F5`, `Dead`) have longer names.
fn typed(name: &str) -> Option<String> {
    let mut chars = name.chars();
    let first = chars.next()?;
    (chars.next().is_none() && !first.is_control()).then(|| first.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Focus = Focus::Row(3);
    const CELL: Focus = Focus::Cell { row: 3, column: 1 };

    fn plain(name: &str) -> Key<'_> {
        Key { name, ..Key::default() }
    }

    #[test]
    fn letters_move_on_rows_and_type_in_cells() {
        assert_eq!(command(plain("j"), ROW), Some(Command::Move(Step::Down)));
        assert_eq!(command(plain("x"), ROW), Some(Command::Pick));
        assert_eq!(command(Key { is_shift: true, ..plain("X") }, ROW), Some(Command::PickRange));
        assert_eq!(command(plain("j"), CELL), Some(Command::Type("j".to_owned())));
        assert_eq!(command(plain("é"), CELL), Some(Command::Type("é".to_owned())));
        assert_eq!(command(plain("q"), ROW), None);
    }

    #[test]
    fn enter_goes_in_then_edits_and_escape_goes_out_then_clears() {
        assert_eq!(command(plain("Enter"), ROW), Some(Command::Move(Step::In)));
        assert_eq!(command(plain("Enter"), CELL), Some(Command::Edit));
        assert_eq!(command(plain("Escape"), CELL), Some(Command::Move(Step::Out)));
        assert_eq!(command(plain("Escape"), Focus::Nowhere), Some(Command::Unpick));
    }

    #[test]
    fn tab_leaves_the_table_unless_a_cell_is_focused() {
        assert_eq!(command(plain("Tab"), ROW), None);
        assert_eq!(command(plain("Tab"), CELL), Some(Command::Move(Step::Next)));
    }

    #[test]
    fn keys_of_the_browser_are_left_alone() {
        for name in ["Shift", "F5", "Dead", "Control", "Process"] {
            assert_eq!(command(plain(name), CELL), None, "{name}");
        }
        for name in ["r", "l", "f", "t"] {
            assert_eq!(command(Key { is_command: true, ..plain(name) }, CELL), None, "{name}");
        }
        assert_eq!(command(Key { is_alt: true, ..plain("ArrowLeft") }, CELL), None);
    }
}
