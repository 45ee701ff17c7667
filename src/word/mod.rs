//! Document to .docx; the only user of docx-rs.
