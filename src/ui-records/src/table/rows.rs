//! The rows near the viewport, with empty space in place of all others.

use leptos::prelude::*;

use super::row::{Line, RowView};
use super::state::{RowPages, Table};
use super::viewport::{Drawn, Viewport};

/// Rows drawn in full for the first time within one frame; more would make it long. The others of a fast scroll are
/// drawn as places first and follow in the next frames.
const NEW_PER_FRAME: usize = 8;

/// The body of the table.
#[component]
pub fn Rows(table: Table) -> AnyView {
    let drawn = Memo::new(move |_| table.is_awake.get().then(|| table.viewport.get().drawn()));
    let frame = RwSignal::new(0_u64);
    let lines = Memo::new(move |before: Option<&Vec<Line>>| {
        frame.track();
        table.pages.with(|pages| match drawn.get() {
            Some(drawn) => lines_drawn(pages, &drawn, table.viewport.get(), before),
            // Before the page has woken up, and without JavaScript, the rows that came with it are shown.
            None => pages.iter().map(|(row, found)| Line::full(row, found)).collect(),
        })
    });
    Effect::new(move |_| {
        if lines.with(|lines| lines.iter().any(|line| line.is_postponed)) {
            request_animation_frame(move || {
                let _ = frame.try_update(|frame| *frame += 1);
            });
        }
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
fn lines_drawn(pages: &RowPages, drawn: &Drawn, viewport: Viewport, before: Option<&Vec<Line>>) -> Vec<Line> {
    let was_drawn = |id| before.is_some_and(|lines| lines.iter().any(|line| line.id() == Some(id)));
    let mut left = NEW_PER_FRAME;
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
            if left == 0 {
                return lines;
            }
            if let Some(found) = pages.at(line.row) {
                *line = Line::full(line.row, found);
                left -= 1;
            }
        }
    }
    lines
}
