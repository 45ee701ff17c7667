//! What is asked of a register.

use super::{Content, Entry, Event, Grade, Items, Receipt, Register, Registers};
use crate::document::Date;

impl Registers {
    /// The register of a unit, by its short name.
    pub fn of(&self, bureau: &str) -> Option<&Register> {
        self.list.iter().find(|register| register.bureau == bureau)
    }

    /// The entry by which a file with this checksum is known, and whose it was.
    pub fn received(&self, checksum: &str) -> Option<(&Register, &Entry)> {
        self.list.iter().find_map(|register| {
            let entry = register.events().find(|entry| match &entry.event {
                Event::Received(receipt) => !checksum.is_empty() && receipt.checksum == checksum,
                _ => false,
            })?;
            Some((register, entry))
        })
    }
}

impl Register {
    /// The entries, in the file's order.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().map(|entry| &entry.value)
    }

    /// The files that came in.
    pub fn receipts(&self) -> impl DoubleEndedIterator<Item = (&Entry, &Receipt)> {
        self.events().filter_map(|entry| match &entry.event {
            Event::Received(receipt) => Some((entry, receipt)),
            _ => None,
        })
    }

    /// The day until which the unit got more time; the extension that was written down last counts.
    pub fn extension(&self) -> Option<Date> {
        self.events().rev().find_map(|entry| match &entry.event {
            Event::Extended { until } => Some(*until),
            _ => None,
        })
    }

    /// How often the unit was urged in this grade.
    pub fn times_urged(&self, grade: Grade) -> usize {
        let is_of_grade = |entry: &&Entry| matches!(&entry.event, Event::Urged { grade: other, .. } if *other == grade);
        self.events().filter(is_of_grade).count()
    }

    /// Whether the unit has said that it has nothing to write for a section or row.
    pub fn has_nothing_to_write(&self, section: &str) -> bool {
        self.events().any(|entry| {
            matches!(&entry.event, Event::NothingToWrite { section: other } if other == section)
        })
    }

    /// Whether a draft came in for a section or row.
    pub fn has_text(&self, section: &str) -> bool {
        self.receipts()
            .any(|(_, receipt)| receipt.content == Content::Text && receipt.section == section)
    }

    /// Whether a filled form came in.
    pub fn has_form(&self) -> bool {
        self.receipts().any(|(_, receipt)| receipt.content == Content::Form)
    }

    /// The day on which paper came in last.
    pub fn paper(&self) -> Option<Date> {
        let papers = self.events().filter(|entry| matches!(entry.event, Event::Paper));
        papers.map(|entry| entry.date).max()
    }

    /// The 文号 of the originals that came in.
    pub fn originals(&self) -> impl Iterator<Item = &str> {
        self.events().filter_map(|entry| match &entry.event {
            Event::Original { number } => Some(number.as_str()),
            _ => None,
        })
    }

    /// The 文号 of the originals of which a scan came in.
    pub fn scans(&self) -> impl Iterator<Item = &str> {
        let scans = self.receipts().filter(|(_, receipt)| receipt.content == Content::Scan);
        scans.map(|(_, receipt)| receipt.number.as_str())
    }

    /// How far a row of the plan was done, as was said last: per cent and words.
    pub fn progress(&self, row: &str) -> Option<(u8, &str)> {
        let reports = self.events().filter_map(|entry| match &entry.event {
            Event::Progress { row: other, percent, words } if other == row => {
                Some((entry.date, *percent, words.as_str()))
            }
            _ => None,
        });
        reports.max_by_key(|(date, ..)| *date).map(|(_, percent, words)| (percent, words))
    }

    /// The slip for signature that went out last until a day: its checksum and what it listed.
    pub fn last_confirmation(&self, until: Date) -> Option<(&str, &Items)> {
        self.events().rev().filter(|entry| entry.date <= until).find_map(|entry| {
            match &entry.event {
                Event::Confirmation { checksum, items } => Some((checksum.as_str(), items)),
                _ => None,
            }
        })
    }

    /// Checksum of what was given back last.
    pub fn last_returned(&self) -> Option<&str> {
        self.events().rev().find_map(|entry| match &entry.event {
            Event::Returned { checksum } => Some(checksum.as_str()),
            _ => None,
        })
    }

    /// Whether a sealed page came in.
    pub fn is_sealed(&self) -> bool {
        self.events().any(|entry| matches!(entry.event, Event::Sealed { .. }))
    }

    /// What the unit has signed: checksums by the names of the parts. A later slip replaces what an earlier
    /// one said of a part.
    pub fn signed(&self) -> Items {
        let mut signed = Items::new();
        for entry in self.events() {
            let Event::Sealed { checksum, items } = &entry.event else { continue };
            signed.extend(items.clone());
            let slip = self.events().rev().find_map(|entry| match &entry.event {
                Event::Confirmation { checksum: other, items } if other == checksum => Some(items),
                _ => None,
            });
            if let Some(items) = slip {
                signed.extend(items.clone());
            }
        }

        signed
    }
}
