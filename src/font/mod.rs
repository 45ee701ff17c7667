//! Which face serves which role, and which characters it has.
