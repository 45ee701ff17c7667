//! YAML files into types, with the place of every value, and edits that keep comments.
