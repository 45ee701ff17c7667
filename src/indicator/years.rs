//! Years in words.

/// Years, ascending: `2015—2017`, or `2015、2017`.
pub fn year_list(years: &[i32]) -> String {
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if years.len() > 2 && last - first == years.len() as i32 - 1 => {
            format!("{first}—{last}")
        }
        _ => years.iter().map(i32::to_string).collect::<Vec<_>>().join("、"),
    }
}
