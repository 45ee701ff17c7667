//! Time and memory of a render beside Typst's alone.

fn main() {}
