//! Wordings of 责任单位, each with the split that a person makes of it.

mod wordings;
