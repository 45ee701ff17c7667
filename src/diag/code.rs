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
    InvisibleCharacter "invisible-character" Warning "文中有看不见的字符（零宽空格、软连字符、书写方向标记等），多是从网页、聊天记录里粘贴带来的。印出时略去；留在文中，查找不到被它隔开的字，名称也会对不上。运行 zishu fix 删去。";
    EmptyChapter "empty-chapter" Warning "文稿印出来没有内容：提示、注释、标题、空的引用、空的格子都不算，图片和图算。出正式稿（--final）时拒绝。请写入内容，或删去该文件。";
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
    MissingContribution "missing-contribution" Warning "责任分工表要求的牵头单位尚未供稿；出正式稿（--final）时拒绝。可用 zishu new 栏目 单位 新建文稿。";
    StrayFile "stray-file" Warning "chapters/ 下的这个文件没有用上：文稿须是栏目文件夹里的“单位的简称.md”，数值须是 indicators/ 里的 .yaml 文件。不是文稿的资料请移出 chapters/，或在文件名前加“_”。";
    // Indicators
    UnknownIndicator "unknown-indicator" Error "指标名称不在 chapters/indicators/ 的定义中。请改用定义中的名称或别名。";
    MissingValue "missing-value" Error "用到的指标在该年份没有数值。指标定义要求这一年的，是提醒：每处印作“〔待某单位报〕”，文件照常生成，出正式稿（--final）时拒绝；请归口单位在数据文件中补上，补上后各处自动印出。指标定义没有要求这一年的，是错误：请改用有数值的年份，或在指标定义的“年份”中补充。";
    InvalidNumber "invalid-number" Error "数值无法读取。请写成不带单位、不带千分符的数字，例如 1380.00。";
    UnknownRow "unknown-row" Error "指标所属的行不在 chapters/plan.yaml 中。请改用责任分工表中的编号。";
    ForeignValue "foreign-value" Error "数值不是由指标的归口单位填报的。请移到归口单位的数值文件，或改正指标定义中的归口。";
    UnaskedYear "unasked-year" Warning "给了指标没有要求的年份的数值，表中不会印出。请核对年份，或在指标定义的“年份”中补充。";
    SampleValue "sample-value" Error "报告用到了标记为“样例”的数值。用 --final 出正式稿之前，请由归口单位核实数值并改状态为“已核”。";
    NotNumeric "not-numeric" Error "该指标不是数值，不能计算增长、变化或画图。";
    // Forms
    FormUnreadable "form-unreadable" Error "这个文件不是 zishu forms 生成的填报表，或者不完整、太大、设了密码。请用 zishu forms 重新生成，填好后存为 .xlsx。";
    FormRefused "form-refused" Error "填报表里有不能采用的内容：值带了单位、数字格里是文字、表头或指标名被改动、不属于本单位的行等。一份表只要有一处，整份都不写入；请按提示改正后再读。";
    // Data checks; the bureaus' own words for them stand in brackets
    UnfilledValue "unfilled-value" Warning "（缺值检查）指标要求填报的年份没有数值。印成空格的（如申报表里的），出正式稿（--final）时拒绝；文稿里用到的另报 missing-value。请归口单位补报；确实没有数据的，在指标定义的“年份”中去掉该年份。";
    OutOfRange "out-of-range" Error "数值超出指标定义中的“范围”，例如合格率大于 100%。请核对数值、小数点和单位；范围定得不当的，改定义。";
    RatioSum "ratio-sum" Error "比例各项之和不是 100。请核对各项；因四舍五入相差不足各项末位半个单位之和的，不算不符。";
    DerivedMismatch "derived-mismatch" Error "（横向逻辑检查）数值与按“公式”由其他指标算出的结果不符。已计入各项四舍五入可能带来的误差，仍然对不上。请核对本项和公式中的各项，口径不同的，改指标定义的公式或口径。";
    YearSwing "year-swing" Warning "（纵向逻辑检查）数值比上年变动超过指标定义中的“波动”上限，又没有“异常说明”。请核对；属实的，在该数值后补一项 异常说明: 原因。";
    FallingTotal "falling-total" Error "（纵向逻辑检查）累计数比上年减少。累计数只增不减；若有撤销、到期，应按“期末有效”的口径定义为数值类指标。";
    TotalMismatch "total-mismatch" Error "（纵向逻辑检查）本年累计数不等于上年累计数加本年新增数。请核对三个数值。";
    ConflictingValue "conflicting-value" Error "两个单位对同一指标、同一年份填报了不同的数值。以归口单位为准，请双方核对后删去非归口单位的数值。";
    ExcessDecimals "excess-decimals" Warning "数值的小数位数多于指标定义，表中按定义的位数四舍五入印出。请按定义的位数填报，或改定义的“小数”。";
    MissingSource "missing-source" Warning "状态为“初报”或“已核”的数值没有写“来源”，无从复核。请写明统计公报、年报、台账等出处。";
    // Text checks; each cites the standard that it comes from
    HalfWidthMark "half-width-mark" Warning "中文里用了半角标点。依据 GB/T 15834—2011《标点符号用法》5.1：句号、逗号、顿号、分号、冒号、问号、叹号、引号、括号各占一个字的位置。zishu fix 可以改正。";
    DocumentNumber "document-number" Warning "发文字号写法不合规范。依据 GB/T 9704—2012《党政机关公文格式》7.2.5 和 GB/T 15834—2011 4.9.3.4：年份标全称，用六角括号〔〕括入；顺序号不加“第”字，不编虚位。例：衢政发〔2017〕15号。zishu fix 可以改正。";
    TypedNumber "typed-number" Warning "标题里手写了序号。程序按 GB/T 9704—2012 7.3.3 的“一、（一）1.（1）”自动编号，手写的会重复，增删章节后还会错。zishu fix 会删去手写的序号。";
    OrdinalMark "ordinal-mark" Warning "序次语后的标点不对。依据 GB/T 15834—2011 4.5.3.4、4.9.3.1：带括号的序次语（如“（一）”“（1）”）之后不用标点；不带括号的汉字数字（如“一”）之后用顿号。zishu fix 可以改正。";
    FullWidthCharacter "full-width-character" Warning "用了全角的数字或字母。依据 GB/T 15835—2011《出版物上数字用法》5.1.6：阿拉伯数字用正体二分字身，即占半个汉字位置；字母与之相同。zishu fix 可以改正。";
    PercentRange "percent-range" Warning "百分数范围的写法不合规范。依据 GB/T 15835—2011 5.1.3：范围用“～”连接，前一个百分号不能省略，15%～30% 不写作 15-30%。zishu fix 可以改正。";
    UnitSymbol "unit-symbol" Warning "用了“㎡”之类的合体字符，换一种字体就可能缺字，也不能检索。依据 GB 3100—1993，单位写国际符号或中文名称；行文中用中文名称，例如 平方米。zishu fix 可以改正。";
    BureauName "bureau-name" Warning "文中的单位名称不在 chapters/bureaus.yaml 中，而与表中一个单位的名称相近。机关名称应使用规范化简称（GB/T 9704—2012 7.3.2）。请改用表中的名称；确是另一单位的，在表中补充。";
    BureauNames "bureau-names" Warning "同一篇文稿里，同一单位用了两种名称，读者会以为是两个单位。请统一用简称；首次出现需写全称的，写作“全称（以下简称某某局）”。";
    Placeholder "placeholder" Warning "文中还有占位的字样（XX、××、待补充、TODO、空的【】之类）。请补上内容或删去。";
    DoubledWord "doubled-word" Warning "同样的字印了两遍。“值”“增减”“增长”印出的数带有单位，[@标签] 印出的编号带有“表”“图”，前后不要再写；只要数的，用“数”。zishu fix 会删去重复的字。";
    EmptyHeading "empty-heading" Warning "标题下面没有内容，印出来是空的一节。请写上内容或删去标题；render --final 出正式稿时不允许有。";
    ContributionLength "contribution-length" Warning "文稿或栏目的字数不在 report.yaml“字数”规定的上限、下限之内。字数按正文计：一个汉字、一个标点各算一字，一个数或一个英文单词算一字。";
    LateContribution "late-contribution" Warning "文稿开头的“日期”晚于 report.yaml 的“截止”。";
    // Templates
    UndefinedName "undefined-name" Error "花括号中的名称没有定义。请核对拼写；指标名称要放在英文双引号里。";
    FullWidthInTemplate "full-width-in-template" Error "花括号 {{ }} 中用了全角的引号、括号、逗号等。花括号里须用英文半角符号。";
    TemplateSyntax "template-syntax" Error "模板写法有误，多为花括号不成对或缺少 endfor、endif。";
    TemplateCall "template-call" Error "函数或宏的用法不对：参数缺少、多余或类型不符。";
    TemplateLimit "template-limit" Error "模板执行步数过多，可能是死循环。请缩小循环范围。";
    TemplateMissing "template-missing" Error "引用的模板不存在。文稿只能使用 templates/ 下的模板，不能读取其他文件。";
    TemplateVersion "template-version" Error "templates/ 里的模板是另一版 zishu 的副本：首行“模板约定”的数与本程序的不同，照用会出错。没有改过的，删去它，程序就用自带的；改过的，用 zishu init 另建一个工作区，把改动搬到其中的新模板里。";
    OmittedContribution "omitted-contribution" Warning "合并模板没有印出这份正文，报告中不会有它。请在 section.md.j2 或 report.md.j2 中补上。";
    // Markdown
    TooLong "too-long" Error "标题、题注、名称或一段文字过长，无法排印。标题、题注最多 200 字，单位、指标的名称最多 100 字，一段最多三万字左右。请写短，说明性的文字写进正文，长的段落分成几段。";
    RawHtml "raw-html" Warning "文稿中的 HTML 标记不会排印，已略去。请改用 Markdown 写法。";
    HeadingLevel "heading-level" Error "标题层级不对。章内标题从 ##（对应（一））开始，依次为 ###、####，不能跳级，最多到 ####。";
    BadAttribute "bad-attribute" Error "属性写法有误。应形如 {#tbl-标签 单位=\"万元\" 来源=\"市统计局\"}，等号和引号用半角。";
    CaptionWithoutTable "caption-without-table" Warning "“表：”开头的题注下面没有表格。题注与表格之间只能隔一个空行。";
    TableTooLarge "table-too-large" Error "表格的格子过多，或一格里的文字过长，无法排印。请拆成几张表，长文字写进正文；原始数据应作为附件。";
    RaggedRow "ragged-row" Error "表格一行的格数与表头不同。多出的格印不出来；少写一格，后面的数就都错了位，末尾印成空白。请核对这一行，空着的格也要写出 |，格里要印 | 的写作 \\|。";
    MistypedMarkup "mistyped-markup" Warning "写法像 Markdown 而差了一点（少了空格、用了全角符号、缺了表头下面的分隔行），会照字面印出；数字、算式里的 * 也照字面印出，乘号应写作 ×；夹着标记、链接、注释的两个数，印出时隔一个空格，不会连成一个数。请按提示改写；确要照字面印的，在符号前加反斜杠。";
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
    ValueMismatch "value-mismatch" Warning "正文中手写的数字与指标数据不一致。按手写的位数四舍五入后比较；“约”“近”“超过”“余”按其含义放宽。单位先换算；增长率、变化量由指标数据计算。同一句里说明是别的地方、单位、行业的，或按别的口径、出处、计划说的，不作判断。平时只是提醒，用 --final 出正式稿时是错误。请核对后改正文中的数字，最好改写成花括号表达式；若是指标数据错，由归口单位改正数值。";
    HandTypedValue "hand-typed-value" Hint "正文中的数字与指标数据一致，但是手写的：数值以后更正时，正文不会跟着变。请核对它说的确是全市的这一指标，再改写成提示中的花括号表达式；zishu fix --values 可以一次改写。";
    ConflictingFact "conflicting-fact" Warning "两份文稿给出了同一指标、同一年份的不同数字，指标数据中又没有这个数值。平时只是提醒，用 --final 出正式稿时是错误。请两家单位核对后统一，并在数值文件中补上。";
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
