//! Numbers, references and contents of a merged document.
