//! Contributions and merge templates to one document.
