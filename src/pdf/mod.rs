//! Document to PDF; the only user of typst.
