//! Which of the open popovers was opened last.

use std::cell::RefCell;

thread_local! {
    static OPEN: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// One open popover, until it is dropped.
pub(super) struct Layer(u64);

impl Layer {
    pub(super) fn open() -> Self {
        OPEN.with_borrow_mut(|open| {
            let id = open.last().map_or(1, |last| last + 1);
            open.push(id);
            Self(id)
        })
    }

    pub(super) fn is_last(&self) -> bool {
        OPEN.with_borrow(|open| open.last() == Some(&self.0))
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(|open| open.retain(|id| *id != self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::Layer;

    #[test]
    fn the_last_opened_one_still_open_is_last() {
        let outer = Layer::open();
        let inner = Layer::open();
        assert!(inner.is_last() && !outer.is_last());
        drop(inner);
        assert!(outer.is_last());
        let other = Layer::open();
        drop(outer);
        assert!(other.is_last());
    }
}
