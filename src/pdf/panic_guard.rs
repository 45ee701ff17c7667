//! Calls into Typst, and into what reads PDFs, that must not take the program down: a panic becomes a value, and prints nothing.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Crates whose panics on worker threads come back to the caller as its own.
const CRATES: [&str; 3] = ["typst", "krilla", "comemo"];

/// Runs `call`; `None` where it panics. Typst's worker threads hand their panics to this one.
pub fn catch<T>(call: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let default_hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_worker = std::thread::current().name().is_none();
            let file = info.location().map_or("", |location| location.file());
            let is_handed_over = is_worker && CRATES.iter().any(|name| file.contains(name));
            if !IS_GUARDED.get() && !is_handed_over {
                default_hook(info);
            }
        }));
    });

    let before = IS_GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(call));
    IS_GUARDED.set(before);
    result.ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_a_value() {
        assert_eq!(super::catch(|| 1), Some(1));
        assert_eq!(super::catch(|| -> u8 { panic!("quietly") }), None);
    }
}
