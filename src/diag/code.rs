//! The closed list of problems. Each has a kebab-case name, a severity and an explanation, which
//! `zishu explain NAME` prints.

use super::Severity::{self, Error, Hint, Warning};

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $explanation:literal;)*) => {
        /// Which problem a diagnostic reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the explanation beside each name is its documentation")]
        pub enum Code { $($variant,)* }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The kebab-case name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How bad the problem is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => $severity,)* }
            }

            /// What the problem is, why it matters and what to do, in Chinese.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation,)* }
            }
        }
    };
}

codes! {
    // Files
    FileMissing "file-missing" Error "需要的文件不存在。请按提示的路径补上，或用 zishu init 新建工作区后对照。";
    FileUnreadable "file-unreadable" Error "文件存在但读不出来：可能没有权限，或正被别的程序占用。";
    FileTooLarge "file-too-large" Error "文件超过允许的大小。稿件应是文字，图片另存为图片文件再引用。";
    NotUtf8 "not-utf8" Error "文件不是 UTF-8 编码。GBK、UTF-16 的文件可用 zishu fix 转换；其他情况请在编辑器里另存为 UTF-8。";
    BinaryFile "binary-file" Error "文件不是文本（可能是 Word、图片或压缩包改了扩展名）。请提供 Markdown 文本。";
    ControlCharacter "control-character" Error "文中有不可见的控制字符，既不能排印也不能存入 Word。zishu fix 会删去它们。";
    EmptyChapter "empty-chapter" Warning "文稿没有正文。请写入内容，或删去该文件。";
    // YAML
    YamlSyntax "yaml-syntax" Error "YAML 写法有误：多为缩进不齐、冒号后缺空格、使用了全角冒号，或引号不成对。";
    YamlShape "yaml-shape" Error "YAML 的内容与要求不符：缺少必填项、多了不认识的项，或类型不对（例如该写列表的地方写了文字）。";
    DuplicateEntry "duplicate-entry" Error "同一名称或编号定义了两次。请删去或改名其中一处。";
    // Workspace
    UnknownBureau "unknown-bureau" Error "单位不在 chapters/bureaus.yaml 中。请改用表中的简称，或在表中补充该单位。";
    UnknownSection "unknown-section" Error "栏目不在 chapters/plan.yaml 中。文件夹名应为“章号-栏目”，如 06-产品质量。";
    UnknownProfile "unknown-profile" Error "没有这个版式。版式文件放在 templates/profiles/ 下。";
    FrontMatterMismatch "front-matter-mismatch" Error "文稿开头的栏目、单位与所在文件夹、文件名不一致。以文件夹和文件名为准，请改正或删去。";
    UnplannedContribution "unplanned-contribution" Warning "责任分工表没有要求该单位为这一栏目供稿。请核对放错文件夹与否，或在 plan.yaml 中补充。";
    MissingContribution "missing-contribution" Warning "责任分工表要求的牵头单位尚未供稿。可用 zishu new 栏目 单位 新建文稿。";
    // Indicators
    UnknownIndicator "unknown-indicator" Error "指标名称不在 chapters/indicators/ 的定义中。请改用定义中的名称或别名。";
    MissingValue "missing-value" Error "指标在该年份没有数值。请在归口单位的数值文件中补上，或改用有数值的年份。";
    InvalidNumber "invalid-number" Error "数值无法读取。请写成不带单位、不带千分符的数字，例如 1380.00。";
    UnknownRow "unknown-row" Error "指标所属的行不在 chapters/plan.yaml 中。请改用责任分工表中的编号。";
    ForeignValue "foreign-value" Error "数值不是由指标的归口单位填报的。请移到归口单位的数值文件，或改正指标定义中的归口。";
    UnaskedYear "unasked-year" Warning "给了指标没有要求的年份的数值，表中不会印出。请核对年份，或在指标定义的“年份”中补充。";
    SampleValue "sample-value" Error "报告用到了标记为“样例”的数值。用 --final 出正式稿之前，请由归口单位核实数值并改状态为“已核”。";
    NotNumeric "not-numeric" Error "该指标不是数值，不能计算增长、变化或画图。";
    // Forms
    FormUnreadable "form-unreadable" Error "这个文件不是 zishu forms 生成的填报表，或者不完整、太大、设了密码。请用 zishu forms 重新生成，填好后存为 .xlsx。";
    FormRefused "form-refused" Error "填报表里有不能采用的内容：值带了单位、数字格里是文字、表头或指标名被改动、不属于本单位的行等。一份表只要有一处，整份都不写入；请按提示改正后再读。";
    // Templates
    UndefinedName "undefined-name" Error "花括号中的名称没有定义。请核对拼写；指标名称要放在英文双引号里。";
    FullWidthInTemplate "full-width-in-template" Error "花括号 {{ }} 中用了全角的引号、括号、逗号等。花括号里须用英文半角符号。";
    TemplateSyntax "template-syntax" Error "模板写法有误，多为花括号不成对或缺少 endfor、endif。";
    TemplateCall "template-call" Error "函数或宏的用法不对：参数缺少、多余或类型不符。";
    TemplateLimit "template-limit" Error "模板执行步数过多，可能是死循环。请缩小循环范围。";
    TemplateMissing "template-missing" Error "引用的模板不存在。文稿只能使用 templates/ 下的模板，不能读取其他文件。";
    OmittedContribution "omitted-contribution" Warning "合并模板没有印出这份正文，报告中不会有它。请在 section.md.j2 或 report.md.j2 中补上。";
    // Markdown
    RawHtml "raw-html" Warning "文稿中的 HTML 标记不会排印，已略去。请改用 Markdown 写法。";
    HeadingLevel "heading-level" Error "标题层级不对。章内标题从 ##（对应（一））开始，依次为 ###、####，不能跳级，最多到 ####。";
    BadAttribute "bad-attribute" Error "属性写法有误。应形如 {#tbl-标签 单位=\"万元\" 来源=\"市统计局\"}，等号和引号用半角。";
    CaptionWithoutTable "caption-without-table" Warning "“表：”开头的题注下面没有表格。题注与表格之间只能隔一个空行。";
    TableTooLarge "table-too-large" Error "表格的格子过多，或一格里的文字过长，无法排印。请拆成几张表，长文字写进正文；原始数据应作为附件。";
    MistypedMarkup "mistyped-markup" Warning "写法像 Markdown 而差了一点（少了空格、用了全角符号、缺了表头下面的分隔行），会照字面印出。请按提示改写；确要照字面印的，在符号前加反斜杠。";
    TableJoin "table-join" Error "表格的合并写法有误。只写 ^^ 的格并入上面一格，只写 << 的格并入左边一格，合成的格须是长方形；第一行没有上面，第一列没有左边。";
    NestingTooDeep "nesting-too-deep" Error "列表、引用嵌套过深，无法排印。";
    UnknownDirective "unknown-directive" Error "不认识的 ::: 块。目前可用：::: 横排。";
    UnresolvedNote "unresolved-note" Error "脚注只有引用而没有内容。请补上形如 [^1]: 内容 的一行。";
    UnusedNote "unused-note" Warning "脚注有内容而没有被引用，不会印出。";
    // References
    UnknownReference "unknown-reference" Error "交叉引用所指的标签不存在。请核对标签，标签写在标题、题注的花括号里，如 {#tbl-抽查}。";
    DuplicateLabel "duplicate-label" Error "同一个标签用了两次，引用无法确定所指。请改名其中一处。";
    ReferenceWithoutNumber "reference-without-number" Error "所引用的对象没有编号（例如没有题注的表），无法印出“表 6-1”。请为它加上题注。";
    LinkTarget "link-target" Warning "链接的去处不能印出。只能指向网址（http、https）、邮箱（mailto）或本报告的标签（#标签）。";
    MissingPicture "missing-picture" Error "图片文件不存在。路径以文稿所在的文件夹为起点。";
    PictureOutside "picture-outside" Error "图片路径超出了工作区。请把图片复制到文稿所在文件夹下再引用。";
    PictureFormat "picture-format" Error "图片格式不支持或文件损坏。请使用 PNG 或 JPEG。";
    RemotePicture "remote-picture" Error "图片是网络地址。zishu 不联网，请把图片下载到工作区。";
    MissingAlt "missing-alt" Warning "图片没有替代文字，读屏软件无法说明它的内容，PDF/UA 也要求有。写在方括号里：![替代文字](路径)。";
    // Prose against table
    ValueMismatch "value-mismatch" Error "正文中手写的数字与指标表不一致。按手写的位数四舍五入后比较；“约”“近”“超过”“余”按其含义放宽。单位先换算；增长率、变化量由表中数值计算。请核对后改正文中的数字，最好改写成花括号表达式；若是表错，由归口单位改正数值。";
    HandTypedValue "hand-typed-value" Hint "正文中的数字与指标表一致，但是手写的：表中数值以后更正时，正文不会跟着变。请改写成提示中的花括号表达式。";
    ConflictingFact "conflicting-fact" Error "两份文稿给出了同一指标、同一年份的不同数字，指标表中又没有这个数值。请两家单位核对后统一，并在数值文件中补上。";
    // Output
    MissingGlyph "missing-glyph" Error "字库里没有这个字，印出来会是空框。请换用规范字，或把含有该字的字体放进 fonts/。";
    BrokenFont "broken-font" Warning "fonts/ 下的字体文件读不出来，没有使用。请换一个完好的 ttf、otf 或 ttc 文件，或删去它。";
    MissingFont "missing-font" Error "版式需要的字体没有找到。用 zishu fonts 查看每种字体由哪个文件担任。";
    Typst "typst" Error "排版模板报错。标出的是模板中的位置，第二处是触发它的稿件位置。";
    TypstWarning "typst-warning" Warning "排版模板给出的提醒，稿件照常排出。标出的是模板中的位置，第二处是触发它的稿件位置。";
    ProfileValue "profile-value" Error "版式文件中的数值无法使用。长度写作 15.75pt、37mm 之类。";
}

impl Code {
    /// The code with this kebab-case name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}
