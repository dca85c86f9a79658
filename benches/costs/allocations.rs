//! The system's allocator, which counts what each thread asks for.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::{AddAssign, Sub};

/// What a thread has asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent {
    /// How often memory was asked for, growing included.
    pub times: u64,
    /// How much, bytes; whether it was given back is not looked at.
    pub bytes: u64,
}

impl Sub for Spent {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { times: self.times - other.times, bytes: self.bytes - other.bytes }
    }
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.times += other.times;
        self.bytes += other.bytes;
    }
}

thread_local! {
    static SPENT: Cell<Spent> = const { Cell::new(Spent { times: 0, bytes: 0 }) };
}

/// What this thread has asked for since it began.
pub fn spent() -> Spent {
    SPENT.with(Cell::get)
}

fn count(bytes: usize) {
    // A thread that is ending has no counter any more.
    let _ = SPENT.try_with(|spent| {
        let Spent { times, bytes: before } = spent.get();
        spent.set(Spent { times: times + 1, bytes: before + bytes as u64 });
    });
}

/// Counts and passes on.
pub struct Counting;

#[expect(
    unsafe_code,
    reason = "an allocator cannot be written without; every call goes to the system's as it is"
)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.saturating_sub(layout.size()));
        unsafe { System.realloc(pointer, layout, size) }
    }
}
