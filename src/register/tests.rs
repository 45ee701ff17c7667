use super::load::entries;
use super::{Content, Entry, Event, Grade, Items, Receipt, Register, append};
use crate::diag::{Diagnostics, Severity};
use crate::document::Date;
use crate::source::Sources;

const YEAR: i32 = 2018;

fn date(month: u8, day: u8) -> Date {
    Date { year: YEAR, month, day }
}

fn entry(event: Event) -> Entry {
    Entry { date: date(6, 1), time: String::new(), event, by: String::new(), note: String::new() }
}

/// One entry of each kind, with texts that YAML would read otherwise.
fn of_each_kind() -> Vec<Entry> {
    let items: Items = [("指标 a: b", "01"), ("文稿 06-产品质量", "~"), ("- x", "1e5")]
        .into_iter()
        .map(|(name, sum)| (name.to_owned(), sum.to_owned()))
        .collect();
    let receipt = Receipt {
        file: "a: b # c.xlsx".to_owned(),
        checksum: "00012345".to_owned(),
        channel: "钉钉".to_owned(),
        content: Content::Text,
        section: "06-产品质量".to_owned(),
        number: "[2018] \"1\"号".to_owned(),
    };
    let events = [
        Event::Received(receipt),
        Event::Paper,
        Event::Original { number: "衢政办发〔2017〕29号".to_owned() },
        Event::NothingToWrite { section: "06-产品质量".to_owned() },
        Event::Sealed { checksum: "ab".to_owned(), items: Items::new() },
        Event::Sealed { checksum: String::new(), items: items.clone() },
        Event::Extended { until: date(6, 20) },
        Event::Urged { grade: Grade::Overdue, count: 2 },
        Event::Returned { checksum: "cd".to_owned() },
        Event::Confirmation { checksum: "ab".to_owned(), items },
        Event::Progress { row: "xc-01".to_owned(), percent: 40, words: "null".to_owned() },
    ];
    let mut entries: Vec<Entry> = events.into_iter().map(entry).collect();
    entries.push(Entry {
        time: "09:30".to_owned(),
        note: "是 # 否".to_owned(),
        ..entry(Event::Note)
    });
    entries.push(Entry {
        by: "'甲".to_owned(),
        note: "- 甲\n\t乙".to_owned(),
        ..entry(Event::Note)
    });
    entries
}

/// A register whose file holds `bytes`.
fn register(bytes: &str, sources: &mut Sources) -> Register {
    let text = bytes.strip_prefix('\u{FEFF}').unwrap_or(bytes);
    let text = if text.contains('\n') { text.to_owned() } else { text.replace('\r', "\n") };
    let file = sources.add("chapters/台账/市甲局.yaml", text);
    sources.note_bytes(file, bytes.as_bytes().to_vec());
    let mut problems = Diagnostics::default();
    let entries = entries(sources, file, YEAR, &mut problems);
    Register {
        bureau: "市甲局".to_owned(),
        path: "chapters/台账/市甲局.yaml".to_owned(),
        file: Some(file),
        is_sound: problems.count(Severity::Error) == 0,
        entries,
    }
}

fn read(text: &str) -> Result<Vec<Entry>, String> {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let file = sources.add("台账", text);
    let entries = entries(&sources, file, YEAR, &mut problems);
    match problems.into_sorted(&sources).first() {
        Some(problem) => {
            let at = sources.line_column(file, problem.primary.span.start);
            Err(format!("{}:{} {}", at.line, at.column, problem.message))
        }
        None => Ok(entries.into_iter().map(|entry| entry.value).collect()),
    }
}

#[test]
fn what_is_appended_is_read_back_and_what_was_there_stays() {
    let typed =
        "# 说明\n\n- 日期: 2018年5月2日   # 手写\n  事项: 备注\n  备注: |\n    甲\n\n    乙";
    let cases = [
        String::new(),
        "# 只有说明".to_owned(),
        format!("{typed}\n"),
        typed.to_owned(),
        format!("\u{FEFF}{typed}\n\n\n# 末尾\n").replace('\n', "\r\n"),
        "  - {日期: 2018.5.2, 事项: 纸质件}\n  - 日期: 5月3日\n    事项: 纸质件\n".to_owned(),
        "-\n  日期: 2018/5/2\n  事项: 纸质件\n".to_owned(),
        "- 日期: 2018-05-02\r  事项: 纸质件\r".to_owned(),
        "---\n- 日期: 2018-05-02\n  事项: 纸质件\n".to_owned(),
    ];
    for bytes in cases {
        let mut sources = Sources::default();
        let register = register(&bytes, &mut sources);
        assert!(register.is_sound, "{bytes:?}");

        let new = of_each_kind();
        let appended = append(&register, &new, YEAR, &sources).expect(&bytes);
        assert!(appended.starts_with(bytes.as_bytes()), "{bytes:?}");

        let text = String::from_utf8(appended).unwrap();
        let text = text.trim_start_matches('\u{FEFF}');
        let text = if text.contains('\n') { text.to_owned() } else { text.replace('\r', "\n") };
        let mut expected: Vec<Entry> =
            register.entries.into_iter().map(|entry| entry.value).collect();
        expected.extend(new);
        assert_eq!(read(&text).unwrap(), expected, "{bytes:?}");
    }
}

#[test]
fn a_new_file_has_a_head() {
    let register = Register {
        bureau: "市甲局".to_owned(),
        path: String::new(),
        file: None,
        is_sound: true,
        entries: Vec::new(),
    };
    let new = [Entry { by: "样例".to_owned(), ..entry(Event::Extended { until: date(6, 20) }) }];
    let bytes = append(&register, &new, YEAR, &Sources::default()).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "# 市甲局的报送台账：收到什么、送出什么，一条一条往后添，前面的不改。\n\
         # 用 zishu collect receive、zishu collect mark 添加；也可以照样手写。\n\
         - 日期: 2018-06-01\n  事项: 展期\n  展至: 2018-06-20\n  经手: 样例\n"
    );
}

#[test]
fn nothing_is_appended_where_it_would_not_be_read() {
    for bytes in [
        "[{日期: 2018-05-02, 事项: 纸质件}]\n",
        "- 日期: 2018-05-02\n  事项: 纸质件\n...\n",
        "- 日期: 2018-05-02\n  事项: 送来\n",
        "日期: 2018-05-02\n",
    ] {
        let mut sources = Sources::default();
        let register = register(bytes, &mut sources);
        let new = [entry(Event::Paper)];
        let refused = append(&register, &new, YEAR, &sources);
        assert!(refused.is_err(), "{bytes:?} {refused:?}");
    }
}

#[test]
fn mistakes_have_their_places() {
    let cases = [
        (
            "- 日期: 2018-02-30\n  事项: 纸质件\n",
            "1:7 日期应形如 2018-06-13 或 2018年6月13日，现为“2018-02-30”",
        ),
        ("- 日期: 2018-05-02\n  事项: 纸张\n", "2:7 “事项”不能是“纸张”"),
        ("- 日期: 2018-05-02\n  事项: 展期\n", "1:3 “展期”一条没有写“展至”"),
        ("- 日期: 2018-05-02\n  事项: 纸质件\n  文号: 甲\n", "3:3 “纸质件”一条没有“文号”这一项"),
        (
            "- 日期: 2018-05-02\n  事项: 任务进展\n  行号: xc-01\n  进度: 120\n",
            "4:7 “进度”应为0 到 100 的整数，现为“120”",
        ),
        (
            "- 日期: 2018-05-02\n  时间: 25:00\n  事项: 纸质件\n",
            "2:7 时间应形如 09:30，现为“25:00”",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text).unwrap_err(), expected, "{text}");
    }
}
