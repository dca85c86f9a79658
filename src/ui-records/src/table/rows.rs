//! The rows near the viewport, with empty space in place of all others.

use std::time::Duration;

use leptos::prelude::*;

use super::row::{Line, RowView};
use super::state::{RowPages, Table};
use super::viewport::{Drawn, Viewport};

/// Rows drawn in full for the first time within one frame; more would make it long. The others of a fast scroll are
/// drawn as places first and follow in the next frames.
const NEW_PER_FRAME: usize = 6;

/// How many rows may still be drawn in full within the running frame.
#[derive(Clone, Copy)]
struct Allowance {
    left: StoredValue<usize>,
    /// Counts the frames in which postponed rows are drawn.
    frame: RwSignal<u64>,
}

impl Allowance {
    fn new() -> Self {
        Self { left: StoredValue::new(NEW_PER_FRAME), frame: RwSignal::new(0) }
    }

    /// Takes from what is left; the next frame begins with all of it again.
    fn spend(self, left: usize) {
        let before = self.left.try_get_value().unwrap_or(0);
        if left == before {
            return;
        }
        let _ = self.left.try_set_value(left);
        if before == NEW_PER_FRAME {
            // The callback still belongs to this frame; the timer comes after it has been painted.
            request_animation_frame(move || set_timeout(move || self.renew(), Duration::ZERO));
        }
    }

    fn renew(self) {
        let _ = self.left.try_set_value(NEW_PER_FRAME);
        let _ = self.frame.try_update(|frame| *frame += 1);
    }
}

/// The body of the table.
#[component]
pub fn Rows(table: Table) -> AnyView {
    let drawn = Memo::new(move |_| table.is_awake.get().then(|| table.viewport.get().drawn()));
    let allowance = Allowance::new();
    let lines = Memo::new(move |before: Option<&Vec<Line>>| {
        allowance.frame.track();
        table.pages.with(|pages| match drawn.get() {
            Some(drawn) => {
                let mut left = allowance.left.try_get_value().unwrap_or(0);
                let lines = lines_drawn(pages, &drawn, table.viewport.get(), before, &mut left);
                allowance.spend(left);
                lines
            }
            // Before the page has woken up, and without JavaScript, the rows that came with it are shown.
            None => pages.iter().map(|(row, found)| Line::full(row, found)).collect(),
        })
    });
    let above = move || drawn.with(|drawn| drawn.as_ref().map(|drawn| format!("{}px", drawn.above)));
    let below = move || drawn.with(|drawn| drawn.as_ref().map(|drawn| format!("{}px", drawn.below)));
    view! {
        <div class="rec-rows" role="rowgroup">
            <div role="presentation" style:height=above></div>
            <For each=move || lines.get() key=Line::key children=move |line| view! { <RowView table line/> }/>
            <div role="presentation" style:height=below></div>
        </div>
    }
    .into_any()
}

/// The lines to draw; those in sight come first where not all can be drawn in full at once.
fn lines_drawn(
    pages: &RowPages,
    drawn: &Drawn,
    viewport: Viewport,
    before: Option<&Vec<Line>>,
    left: &mut usize,
) -> Vec<Line> {
    let was_drawn = |id| before.is_some_and(|lines| lines.iter().any(|line| line.id() == Some(id)));
    let sight = viewport.in_sight();
    let mut lines: Vec<Line> = drawn
        .rows
        .clone()
        .map(|row| match pages.at(row) {
            Some(found) if was_drawn(found.id) => Line::full(row, found),
            Some(_) => Line { row, cell: None, is_postponed: true },
            None => Line { row, cell: None, is_postponed: false },
        })
        .collect();
    for is_in_sight in [true, false] {
        for line in
            lines.iter_mut().filter(|line| line.is_postponed && sight.contains(&line.row) == is_in_sight)
        {
            if *left == 0 {
                return lines;
            }
            if let Some(found) = pages.at(line.row) {
                *line = Line::full(line.row, found);
                *left -= 1;
            }
        }
    }
    lines
}
