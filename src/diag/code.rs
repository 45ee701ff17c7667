//! The closed list of problems: kebab-case name, severity, title, explanation, remedy, as `zishu explain`
//! prints them. The order here is that of its list, and of problems as grave at one character.
//!
//! `tests/codes.rs` demands a title of at most 14 characters without a full stop, an explanation and a
//! remedy of at least 6 that end with 。, and for each code a case in `tests/suite/`, `tests/cases/` or
//! `tests/hostile/`.

use super::severity::Severity::{self, Error, Hint, Warning};

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $title:literal $explanation:literal $remedy:literal;)*) => {
        /// Which problem a diagnostic reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the title and explanation beside each name are its documentation")]
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

            /// What the problem is called, in Chinese.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title,)* }
            }

            /// What the problem is and why it matters, in Chinese.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation,)* }
            }

            /// What to do about it, in Chinese.
            pub fn remedy(self) -> &'static str {
                match self { $(Code::$variant => $remedy,)* }
            }
        }
    };
}

codes! {
    // Files
    FileMissing "file-missing" Error "缺少文件"
        "需要的文件不存在。"
        "按所示路径补上文件；没有备份的，用 zishu init 另建一个工作区，把其中的同名文件复制过来。";
    FileUnreadable "file-unreadable" Error "文件读不出来"
        "文件存在但读不出来：可能没有权限，或正被别的程序占用。"
        "关掉正在使用它的程序；仍读不出来的，请管理员给予读取权限。";
    FileTooLarge "file-too-large" Error "文件过大"
        "文件超过允许的大小。"
        "文稿只留文字；图片另存为图片文件再引用，大批原始数据作为附件另送。";
    NotUtf8 "not-utf8" Error "编码不是 UTF-8"
        "文件不是 UTF-8 编码，里面的汉字读不出来。"
        "GBK、UTF-16 的文件用 zishu fix 转换；其他的在编辑器里另存为 UTF-8。";
    BinaryFile "binary-file" Error "不是文本文件"
        "文件不是文本，可能是 Word、图片或压缩包改了扩展名。"
        "换成文本文件；Word 初稿用 zishu adopt 变成文稿。";
    ControlCharacter "control-character" Error "控制字符"
        "文中有不可见的控制字符，既不能印出，也不能存入 Word。"
        "用 zishu fix 删去。";
    InvisibleCharacter "invisible-character" Warning "看不见的字符"
        "文中有看不见的字符（零宽空格、软连字符、书写方向标记等），多是从网页、聊天记录里粘贴带来的。印出时略去；留在文中，查找不到被它隔开的字，名称也会对不上。"
        "用 zishu fix 删去。";
    EmptyChapter "empty-chapter" Warning "文稿没有内容"
        "文稿印出来没有内容：括起来的说明、注释、标题、空的引用、空的格子都不算，图片和图算。出正式稿（--final）时拒绝。"
        "写入内容，或删去这份文稿。";
    // YAML
    YamlSyntax "yaml-syntax" Error "YAML 写法有误"
        "YAML 文件的写法有误，读不出内容：多为缩进不齐、冒号后缺空格、用了全角冒号，或引号不成对。"
        "照所标的行改；同一层各行的缩进要相同，冒号用半角，后面加一个空格。";
    YamlShape "yaml-shape" Error "YAML 内容不合要求"
        "YAML 的内容与要求不符：缺少必填项、多了不认识的项，或类型不对（例如该是列表的地方是文字）。"
        "照所列的可用项补上、删去或改正；拿不准的，对照 zishu init --sample 建立的样例。";
    DuplicateEntry "duplicate-entry" Error "重复"
        "同一名称或行号用了两次，无法确定所指。"
        "删去其中一处，或给它改名。";
    // Workspace
    UnknownBureau "unknown-bureau" Error "没有这个单位"
        "单位不在 chapters/bureaus.yaml 中。"
        "改用表中的简称；确是另一单位的，由统稿人在 bureaus.yaml 中补充。";
    UnknownSection "unknown-section" Error "没有这个栏目"
        "栏目不在 chapters/plan.yaml 中。文件夹名应为“章号-栏目”，如 06-产品质量。"
        "把文件夹改为 plan.yaml 中栏目的名称，或由统稿人在 plan.yaml 中补充。";
    UnknownProfile "unknown-profile" Error "没有这个版式"
        "templates/profiles/ 下没有这个版式，程序也没有自带的。"
        "改用已有的版式，或把版式文件放进 templates/profiles/。";
    FrontMatterMismatch "front-matter-mismatch" Error "开头与位置不符"
        "文稿开头写的栏目、单位与所在文件夹、文件名不一致。以文件夹和文件名为准。"
        "改正开头的栏目、单位，或删去这一行；放错地方的文件移到对的文件夹。";
    UnplannedContribution "unplanned-contribution" Warning "计划外的文稿"
        "责任分工表没有点名由这个单位为这一栏目写文稿。"
        "放错文件夹的，移到对的文件夹；确由它写的，请统稿人在 plan.yaml 这一行的“配合”中加上它。";
    MissingContribution "missing-contribution" Warning "缺稿"
        "责任分工表要求的牵头单位还没有交文稿。出正式稿（--final）时拒绝。"
        "用 zishu new 栏目 单位 新建文稿；已有 Word 初稿的，用 zishu adopt 变成文稿。";
    StrayFile "stray-file" Warning "没有用上的文件"
        "chapters/ 下的这个文件没有用上：文稿须是栏目文件夹里的“单位的简称.md”，数据文件须是 indicators/ 里的“单位的简称.yaml”。"
        "照这样改名或移动；不是文稿的资料移出 chapters/，或在文件名前加“_”。";
    SampleCity "sample-city" Warning "样例城市的名称"
        "设置文件（report.yaml、plan.yaml、bureaus.yaml、指标定义）里还有样例城市的名称，而报告写的是另一座城市，多半是从样例抄来没有改。出正式稿（--final）时拒绝。"
        "改为本市的名称；本市没有的单位、事项，删去这一行。换城市的，用 zishu init --city 另建工作区更省事。";
    // Indicators
    UnknownIndicator "unknown-indicator" Error "没有这个指标"
        "指标名称不在 chapters/indicators/_定义.yaml 的指标定义中。"
        "改用指标定义中的名称或别名；要增加指标，请统稿人补充指标定义。";
    MissingValue "missing-value" Error "用到的数值还没有报"
        "用到的指标在这一年没有数值。指标定义要求这一年的，是提醒：每处印出“〔待某单位报〕”，文件照常生成，出正式稿（--final）时拒绝。指标定义没有要求这一年的，是错误。"
        "由归口单位在数据文件中补上，各处自动印出；没有要求这一年的，改用有数值的年份，或由统稿人在指标定义的“年份”中补充。";
    InvalidNumber "invalid-number" Error "数值无法读取"
        "这里应是数字，而填的内容无法作为数字读取。"
        "填准确的数字，不带单位、不带千分符，例如 1380.00；只有约数的留空，把约数写进“备注”。";
    UnknownRow "unknown-row" Error "没有这一行"
        "指标所属的行不在 chapters/plan.yaml 中。"
        "改用责任分工表中的行号，如 sb-01。";
    ForeignValue "foreign-value" Error "填报了不归口的指标"
        "数值不是由指标的归口单位填报的。"
        "把数值移到归口单位的数据文件；归口单位定得不对的，由统稿人改指标定义的“归口”。";
    UnaskedYear "unasked-year" Warning "没有要求的年份"
        "数据文件里有指标没有要求的年份的数值，表中不会印出。"
        "核对年份；确要印出的，由统稿人在指标定义的“年份”中补充。";
    SampleValue "sample-value" Error "样例数值"
        "报告用到了状态为“样例”的数值，出正式稿（--final）时拒绝。"
        "由归口单位核对、改正数值，把状态改为“已核”。";
    UnverifiedValue "unverified-value" Error "数值没有核定"
        "报告用到了状态为“初报”的数值，出正式稿（--final）时拒绝。"
        "由归口单位核对后把状态改为“已核”；来不及核的，由统稿人在 report.yaml 的“放行”中写明理由。";
    NotNumeric "not-numeric" Error "不是数值"
        "这项指标不是数值，不能计算增长、变化，也不能画图。"
        "文字内容用 {{ 值(\"指标名称\", 2017) }} 印出；要计算或画图，改用数值类的指标。";
    Incomputable "incomputable" Error "算不出来"
        "增长率、增减量由指标数据算不出来：基年的数值为 0，没有增长率；或者结果的位数过多，多半是数值填错。"
        "基年的数值为 0 的，改用“变化”印出增减量；位数过多的，由归口单位核对数值与单位。";
    // Forms
    FormUnreadable "form-unreadable" Error "填报表读不出来"
        "这个文件不是 zishu forms 生成的填报表，或者不完整、太大、设了密码。"
        "用 zishu forms 重新生成，填好后存为 .xlsx，不设密码。";
    FormRefused "form-refused" Error "填报表没有采用"
        "填报表里有不能采用的内容：值带了单位、数字格里是文字、表头或指标名被改动、有不属于本单位的行等。一份表只要有一处，整份都不写入。"
        "照各格的改法改正，保存后再用 zishu forms read 读入。";
    // Data checks; the bureaus' words for them in brackets
    UnfilledValue "unfilled-value" Warning "缺值"
        "（缺值检查）指标要求填报的年份没有数值。印成空格的（如申报表里的），出正式稿（--final）时拒绝；文稿里用到的另报 missing-value。"
        "由归口单位在数据文件中补上“值”；确实没有数据的，由统稿人在指标定义的“年份”中去掉这一年。";
    OutOfRange "out-of-range" Error "超出范围"
        "数值超出指标定义中的“范围”，例如合格率大于 100%。"
        "核对数值、小数点和单位；范围定得不当的，由统稿人改指标定义。";
    RatioSum "ratio-sum" Error "比例之和不是 100"
        "比例各项之和不是 100。因四舍五入相差不足各项末位半个单位之和的，不算不符。"
        "由归口单位核对各项。";
    DerivedMismatch "derived-mismatch" Error "与公式不符"
        "（横向逻辑检查）数值与按“公式”由其他指标算出的结果不符。各项四舍五入可能带来的误差已经计入，仍然对不上。"
        "核对本项和公式中的各项；口径不同的，由统稿人改指标定义的公式或口径。";
    MagnitudeJump "magnitude-jump" Warning "差了一个数量级"
        "数值与邻近年份的差了十倍、百倍或更多，多是小数点错了、百分数填成了小数（98.6% 填成 0.986），或者单位差了一级（亿元的指标按万元填）。没有设“波动”的指标也查。"
        "由归口单位核对数值、小数点和单位；属实的，在这个数值后面加上 异常说明: 原因。";
    YearSwing "year-swing" Warning "逐年变动过大"
        "（纵向逻辑检查）数值比上年变动超过指标定义中的“波动”，又没有“异常说明”。"
        "核对数值；属实的，在这个数值后面加上 异常说明: 原因。";
    FallingTotal "falling-total" Error "累计数减少"
        "（纵向逻辑检查）累计数比上年少。累计数只增不减。"
        "核对两年的数值；因撤销、到期而会减少的，请统稿人在指标定义中删去“类型: 累计”，“口径”改为“期末有效”。";
    TotalMismatch "total-mismatch" Error "累计与新增不符"
        "（纵向逻辑检查）本年累计数不等于上年累计数加本年新增数。"
        "由归口单位核对这三个数值。";
    ConflictingValue "conflicting-value" Error "两个单位填报不同"
        "两个单位对同一指标、同一年份填报了不同的数值。以归口单位为准。"
        "双方核对后，删去非归口单位的数值。";
    ExcessDecimals "excess-decimals" Warning "小数位数过多"
        "数值的小数位数多于指标定义，表中按指标定义的位数四舍五入印出。"
        "照指标定义的位数填报；位数定得不当的，由统稿人改指标定义的“小数”。";
    MissingSource "missing-source" Warning "缺少来源"
        "状态为“初报”或“已核”的数值没有“来源”，无从核对。"
        "在这个数值里填上“来源”：统计公报、年报、台账等的名称。";
    // Text checks; each cites the standard that it comes from
    HalfWidthMark "half-width-mark" Warning "半角标点"
        "中文里用了半角标点。依据 GB/T 15834—2011《标点符号用法》5.1：句号、逗号、顿号、分号、冒号、问号、叹号、引号、括号各占一个字的位置。"
        "改为全角标点；zishu fix 可以改正。";
    DocumentNumber "document-number" Warning "发文字号不合规范"
        "发文字号的写法不合规范。依据 GB/T 9704—2012《党政机关公文格式》7.2.5 和 GB/T 15834—2011 4.9.3.4：年份标全称，用六角括号〔〕括入；顺序号不加“第”字，不编虚位。"
        "照“衢政发〔2017〕15号”的样子改；zishu fix 可以改正。";
    TypedNumber "typed-number" Warning "手写的序号"
        "标题里手写了序号，或一段像标题的短文字前手写了序号。程序按 GB/T 9704—2012 7.3.3 的“一、（一）1.（1）”自动编号，手写的会重复，增删标题后还会错。"
        "删去手写的序号，zishu fix 可以删去标题里的；像标题的一段，是标题的前面加“## ”，是正文的句末加句号。";
    OrdinalMark "ordinal-mark" Warning "序次语后的标点"
        "序次语后的标点不对。依据 GB/T 15834—2011 4.4.3.3、4.5.3.4、4.9.3.1：带括号的序次语（如“（一）”“（1）”）之后不用标点；不带括号的汉字数字（如“一”）之后用顿号；“第一”“其一”“首先”之后用逗号。"
        "照此改正；zishu fix 可以改正。";
    FullWidthCharacter "full-width-character" Warning "全角数字、字母"
        "用了全角的数字或字母。依据 GB/T 15835—2011《出版物上数字用法》5.1.6：阿拉伯数字用正体二分字身，即占半个汉字位置；字母与之相同。"
        "改为半角；zishu fix 可以改正。";
    NumberRange "number-range" Warning "数值范围漏写单位"
        "数值范围的前一个数漏写了“万”“亿”：9～16亿元应写 9亿～16亿元，否则前一个数会读成 9 元（GB/T 15835—2011，5.1.3）。"
        "照改法补上；前一个数确实不带“万”“亿”的，两个数都写全单位。";
    YearForm "year-form" Warning "年份写法不合规范"
        "年份只写了两位（09年），或者汉字年份里的零没有写“〇”（二○一七年）。年份写四位，汉字数字的零写“〇”（GB/T 15835—2011，5.1.4、5.2.5）。"
        "年份写全四位；“〇”可以用 zishu fix 改。";
    PartsSum "parts-sum" Warning "合计与各项不符"
        "一句话里前面列出几个数，后面写“合计”“共计”“总计”，各项相加却不是这个数。说到变化、占比、其中一部分的句子不查。"
        "核对各项和合计，改正写错的。";
    ImpossibleDate "impossible-date" Warning "日期不存在"
        "没有这个月份，或者这个月没有这一天：2017年13月5日、2月30日。出正式稿（--final）时拒绝。"
        "对照原件核对后改正。";
    PercentRange "percent-range" Warning "百分数范围"
        "百分数范围的写法不合规范。依据 GB/T 15835—2011 5.1.3：范围用“～”连接，前一个百分号不能省略。"
        "照“15%～30%”的样子改；zishu fix 可以改正。";
    UnitSymbol "unit-symbol" Warning "合体的单位字符"
        "用了“㎡”之类的合体字符，换一种字体就可能缺字，也不能检索。依据 GB 3100—1993，单位用国际符号或中文名称。"
        "行文中改为中文名称，如“平方米”；zishu fix 可以改正。";
    BureauName "bureau-name" Warning "单位名称对不上"
        "文中的单位名称不在 chapters/bureaus.yaml 中，而与表中一个单位的名称相近。机关名称应使用规范化简称（GB/T 9704—2012 7.3.2）。"
        "改用表中的名称；确是另一单位的，由统稿人在 bureaus.yaml 中补充。";
    BureauNames "bureau-names" Warning "一个单位两种名称"
        "同一份文稿里，同一单位用了两种名称，读者会以为是两个单位。"
        "统一用简称；首次出现需用全称的，后面加“（以下简称某某局）”。";
    Placeholder "placeholder" Warning "占位的字样"
        "文中还有占位的字样（XX、××、待补充、TODO、空的【】之类）。出正式稿（--final）时拒绝。"
        "补上内容，或删去这句话。";
    Contact "contact" Warning "联系方式和称呼"
        "文稿里有联系人、联系电话、电话号码，或称呼（市政府办公室：、尊敬的各位领导：）。这些是报送文稿的公文里的，印在报告里既多余，又把个人的号码公开了。"
        "删去；报送时另写在公文里。";
    DoubledWord "doubled-word" Warning "重复的字"
        "同样的字会印出两遍：接连写了两遍的词（全市全市）、“的的”、重复的标点；“值”“增减”“增长”印出的数带有单位，[@标签] 印出的图表号带有“表”“图”，前后不要再写。"
        "删去多写的那一遍；只要数、不要单位的，用“数”。zishu fix 删去花括号、方括号前后的，和重复的“的”、标点；别的词由写稿人自己改。";
    EmptyHeading "empty-heading" Warning "标题下面没有内容"
        "标题下面没有内容，印出来是空的一节。出正式稿（--final）时拒绝。"
        "写上内容，或删去标题。";
    RepeatedHeading "repeated-heading" Warning "标题重复"
        "同一栏目里，或同一个标题下面，有两个标题用字相同，读的人分不清，目录里也一样。多半是几个单位各写各的，用了同样的标题。"
        "改为写明是哪一方面工作的标题，或由统稿人把两处合成一处。";
    ContributionLength "contribution-length" Warning "字数不合规定"
        "文稿或栏目的字数不在 report.yaml 的“字数”“栏目字数”规定的下限、上限之内。字数按正文计：一个汉字、一个标点各算一字，一个数或一个英文单词算一字。"
        "增写或删减到规定以内；规定不当的，由统稿人改 report.yaml。";
    LateContribution "late-contribution" Warning "晚于截止日期"
        "文稿开头的“日期”晚于 report.yaml 的“截止”。"
        "日期填错的，改正文稿开头的“日期”；确实晚报的，告诉统稿人。";
    UnfinishedText "unfinished-text" Error "文稿没有定稿"
        "文稿开头的“状态”不是“定稿”，出正式稿（--final）时拒绝。没有写状态的算“初稿”。"
        "审定以后把文稿开头的状态改为“定稿”；来不及的，由统稿人在 report.yaml 的“放行”中写明理由。";
    OutstandingOriginal "outstanding-original" Error "原件没有收到"
        "文稿列出的佐证材料，原件还没有收到，出正式稿（--final）时拒绝。"
        "收到以后把这一项改为 原件: 已收；收不到的，由统稿人在 report.yaml 的“放行”中写明理由。";
    // Templates
    UndefinedName "undefined-name" Error "名称没有定义"
        "花括号中的名称没有定义。"
        "核对拼写；指标名称和文字放在英文双引号里。";
    FullWidthInTemplate "full-width-in-template" Error "花括号里的全角符号"
        "花括号 {{ }} 中用了全角的引号、括号、逗号等。"
        "改为英文半角符号。";
    TemplateSyntax "template-syntax" Error "花括号写法有误"
        "花括号中的写法有误，多为花括号不成对，或缺少 endfor、endif。"
        "照所标的地方补上、删去或改正；{{ }}、{% %} 都要成对，每个 for、if 后面都要有 endfor、endif。";
    TemplateCall "template-call" Error "函数用法有误"
        "函数或宏的用法不对：参数缺少、多余或类型不符。"
        "照所列的写法改；文字放在英文双引号里，年份不加引号，参数之间用英文逗号。";
    TemplateLimit "template-limit" Error "模板执行过久"
        "模板执行的步数或印出的文字过多，可能是死循环。"
        "缩小循环的范围，或减少嵌套的循环。";
    TemplateMissing "template-missing" Error "没有这个模板"
        "引用的模板不存在。文稿只能使用 templates/ 下的模板，不能读取其他文件。"
        "核对文件名；要用的模板放进 templates/。";
    TemplateVersion "template-version" Error "模板是另一版的"
        "templates/ 里的模板是另一版 zishu 的副本：首行“模板约定”的数与本程序的不同，照用会出错。"
        "没有改过的，删去它，程序就用自带的；改过的，用 zishu init 另建一个工作区，把改动搬到其中的新模板里。";
    OmittedContribution "omitted-contribution" Warning "模板没有印出"
        "合并模板没有印出这份正文，或没有用到 report.yaml 里的这一项，文件中不会有它。"
        "由统稿人在 section.md.j2、report.md.j2 等模板中补上；确实不要的，把文稿移出 chapters/，或删去 report.yaml 的这一项。";
    // Markdown
    TooLong "too-long" Error "过长"
        "标题、题注、名称或一段文字过长，无法印出。标题、题注最多 200 字，单位、指标的名称最多 100 字，一段最多三万字左右；YAML 文件和文稿开头的说明最多 512 KB。"
        "缩短；说明性的文字移到正文，长的段落分成几段。";
    RawHtml "raw-html" Warning "HTML 标记"
        "文稿中的 HTML 标记不会印出，已略去。"
        "改用 Markdown 写法，或删去标记、只留文字。";
    HeadingLevel "heading-level" Error "标题层级不对"
        "标题层级不对。文稿的标题从 ##（对应（一））开始，依次为 ###、####，不能跳级，最多到 ####。"
        "照上一个标题的层级加或减 #。";
    BadAttribute "bad-attribute" Error "属性写法有误"
        "题注、标题或图片后面花括号里的属性写法有误。"
        "照 {#tbl-标签 单位=\"万元\" 来源=\"市统计局\"} 的样子改，等号和引号用半角。";
    CaptionWithoutTable "caption-without-table" Warning "题注下面没有表格"
        "“表：”开头的题注下面没有表格。"
        "题注放在表格的上一行，中间最多空一行；不是题注的，换个说法，如“下表：”。";
    TableTooLarge "table-too-large" Error "表格过大"
        "表格的格子过多，或一格里的文字过长，无法印出。"
        "拆成几张表，长文字移到正文；原始数据作为附件。";
    WideTable "wide-table" Warning "表格放不下"
        "表格的列太多，或列宽给得太窄：数、西文词、表头的词要不断开，格边距和字号都缩到了最小（六号）还放不下。工作稿里印成更小的字，一个数也不叠印；出正式稿（--final）时是错误。"
        "照所列的改法改：表的前后加 ::: 横排 和 :::，分成两张表，或改列宽。";
    RaggedRow "ragged-row" Error "格数与表头不同"
        "表格一行的格数与表头不同。多出的格印不出来；少了一格，后面的数就都错了位，末尾印成空白。"
        "核对这一行：空着的格也要有 |，格里要印 | 的用 \\|。";
    MistypedMarkup "mistyped-markup" Warning "差一点的写法"
        "看着像 Markdown 而差了一点（少了空格、用了全角符号、缺了表头下面的分隔行），会照字面印出；数字、算式里的 * 也照字面印出；夹着标记、链接、注释的两个数，印出时隔一个空格，不会连成一个数。"
        "照所列的改法改，乘号用 ×；确要照字面印出的，在符号前加反斜杠。";
    TableJoin "table-join" Error "合并单元格写法有误"
        "表格的合并写法有误。只有 ^^ 的格并入上面一格，只有 << 的格并入左边一格，合成的格须是长方形；第一行没有上面，第一列没有左边。"
        "照此补上或删去 ^^、<<；要印出这两个符号的，前面加反斜杠。";
    NestingTooDeep "nesting-too-deep" Error "嵌套过深"
        "列表、引用嵌套过深，无法印出。"
        "减少层数，把里层的内容移到外面。";
    UnknownDirective "unknown-directive" Error "不认识的块"
        "不认识或写法不对的 ::: 块。可用的有 ::: 横排、::: 抬头、::: 落款、::: 落款 盖章（到 ::: 为止），和只写一行的 ::: 分页、::: 附件说明。"
        "改为其中一种，或删去这一行和与它配对的 :::；抬头、落款里一行写一段，各段之间空一行。";
    UnresolvedNote "unresolved-note" Error "脚注没有内容"
        "脚注只有引用而没有内容。"
        "另起一段补上脚注的内容，形如 [^1]: 内容。";
    UnusedNote "unused-note" Warning "脚注没有引用"
        "脚注有内容而没有被引用，不会印出。"
        "在正文里用 [^名字] 引用它，或删去这一条。";
    // References
    UnknownReference "unknown-reference" Error "没有这个标签"
        "引用所指的标签不存在。"
        "核对标签；还没有标签的，在标题、题注的花括号里加上，如 {#tbl-抽查}。";
    DuplicateLabel "duplicate-label" Error "标签重复"
        "同一个标签用了两次，引用无法确定所指。"
        "给其中一处改名，引用它的地方一并改。";
    ReferenceWithoutNumber "reference-without-number" Error "所引用的没有编号"
        "所引用的对象没有编号（例如没有题注的表），无法印出“表 6-1”。"
        "为它加上题注；或改用文字链接，如 [见此处](#标签)。";
    LinkTarget "link-target" Warning "链接印不出来"
        "链接的去处不能印出，已只留文字。"
        "改为网址（http、https）、邮箱（mailto）或本报告的标签（#标签），或只留文字。";
    MissingPicture "missing-picture" Error "没有这张图片"
        "图片文件不存在。路径以文稿所在的文件夹为起点。"
        "核对路径；图片放在文稿所在文件夹的 图片/ 下，如 图片/示意图.png。";
    PictureOutside "picture-outside" Error "图片在工作区之外"
        "图片路径超出了工作区。"
        "把图片复制到文稿所在文件夹的 图片/ 下，再引用。";
    PictureFormat "picture-format" Error "图片读不出来"
        "图片格式不支持，文件损坏或不完整；文件名与内容不符的照内容印出，只是提醒。照片按拍摄方向摆正，印刷用的 CMYK 颜色转成屏幕颜色，都不用另存。"
        "另存为 PNG 或 JPEG 再引用；没有传完的重新复制。";
    PictureTooLarge "picture-too-large" Error "图片过大"
        "图片文件超过 32 MB，或打开后占用的内存太多：一张至多 300 MB（普通照片一亿像素），一份文件的全部图片合计至多 1 GB。每通道 16 位的、带透明的、渐进式的图片占用更多。"
        "在看图软件里缩小再引用：宽 2000 像素已足够印满一页的宽度。";
    RemotePicture "remote-picture" Error "网络图片"
        "图片是网络地址，zishu 不联网。"
        "把图片下载到文稿所在文件夹的 图片/ 下，再引用。";
    MissingAlt "missing-alt" Warning "图片没有说明"
        "图片没有替代文字，读屏软件无法说明它的内容，PDF/UA 也要求有。"
        "在方括号里说明图片的内容：![图片说明](路径)。";
    // Prose against table
    ValueMismatch "value-mismatch" Warning "与指标数据不一致"
        "正文中手写的数字与指标数据不一致。按手写的位数四舍五入后比较；“约”“近”“超过”“余”按其含义放宽。单位先换算；增长率、变化量由指标数据计算。前文说明是别的地方、单位、行业的，或按别的口径、出处、计划说的，到重新说到全市为止都不作判断。平时是提醒，出正式稿（--final）时是错误。"
        "核对后改正文中的数字，最好改为花括号表达式；指标数据错的，由归口单位改正数值。";
    LikelySlip "likely-slip" Warning "疑似笔误"
        "手写的数字与指标数据不一致，像是笔误：两位数字颠倒、错一位、差十倍百倍，或者用了别的年份的数。年份不在这一句里，是前面的句子或标题说的，所以只是提醒，出正式稿（--final）时也不拒绝。"
        "核对后改正文中的数字，最好改为花括号表达式；说的不是全市的这一指标，在句中写明是谁的。";
    PercentagePoints "percentage-points" Warning "百分点与百分数用混"
        "指标的单位是 %，升降的幅度是百分点：由 96.8% 到 97.5% 是提高 0.7 个百分点，不是提高 0.7%。其他指标的增长率用 %，不用百分点。"
        "照改法改正单位。";
    HandTypedValue "hand-typed-value" Hint "手写的数字"
        "正文中的数字与指标数据一致，但是手写的：数值以后更正时，正文不会跟着变。"
        "核对它说的确是全市的这一指标，再改为所列的花括号表达式；zishu fix --values 可以一次改完。";
    ConflictingFact "conflicting-fact" Warning "两份文稿说法不同"
        "两份文稿给出了同一指标、同一年份的不同数字，指标数据中又没有这个数值。平时是提醒，出正式稿（--final）时是错误。"
        "两家单位核对后统一，由归口单位在数据文件中补上。";
    // Output
    MissingGlyph "missing-glyph" Warning "字库里没有这个字"
        "字库里没有这个字，PDF 和 Word 都印成“〓”。出正式稿（--final）时拒绝。人名、地名的常见生僻字自带字库里有；送审稿里保留原字。"
        "换用规范字，或把含有这个字的字体（如宋体-ExtB）放进 fonts/。";
    WhiteGap "white-gap" Hint "页末空白"
        "图或表在这一页剩下的地方放不下，整个排到了下一页，上一页的下部空着。PDF 和 Word 都是这样。"
        "把图或表移到后面一段文字之后，空白由文字填上；或改小：图用 宽=60% 这样的属性。正文里用 [@标签] 引用，移动后“见图”不会错。";
    BrokenFont "broken-font" Warning "字体文件读不出来"
        "fonts/ 下的字体文件读不出来，没有使用。"
        "换一个完好的 ttf、otf 或 ttc 文件，或删去它。";
    MissingFont "missing-font" Error "缺少字体"
        "版式需要的字体没有找到。"
        "用 zishu fonts 查看每种字体由哪个文件担任，把缺的字体放进 fonts/，或去掉 --require-standard-fonts。";
    StandInFace "stand-in-face" Error "代用字体"
        "版面用了代替标准字体的字体，出正式稿（--final）时拒绝。"
        "把标准字体文件放进 fonts/licensed/；不用标准字体的，由统稿人在 report.yaml 的“放行”中写明理由。";
    Typst "typst" Error "排版模板报错"
        "排版模板报错，排不出版面。标出的是模板中的位置，第二处是触发它的文稿位置。"
        "没有改过的模板，从 templates/ 删去，程序就用自带的；改过的，照自带的改正这一处。";
    TypstLimit "typst-limit" Error "排版模板超出限度"
        "改过的排版模板停不下来，或占用的内存比一千多页的报告还多，排版已经中断。"
        "查看模板里的循环、调用自己的函数和成倍增长的文字；找不出来的，从 templates/ 移开这个模板，程序就用自带的。";
    TypstWarning "typst-warning" Warning "排版模板的提醒"
        "排版模板给出的提醒，文件照常生成。标出的是模板中的位置，第二处是触发它的文稿位置。"
        "没有改过的模板，从 templates/ 删去，程序就用自带的；改过的，照自带的改正这一处。";
    WordDefect "word-defect" Error "Word 文件没有通过自查"
        "Word 文件在写入前要通过自查：书签、域、编号、样式、表格、修订是否齐全、成对。没有通过是程序的缺陷，不是文稿写错；文件没有写入，上一次的还在。"
        "保留文稿，连同这个问题报告给开发者；急用时先出 PDF：zishu render --pdf。";
    FilesDiffer "files-differ" Warning "PDF 与 Word 不一致"
        "同一处文字，PDF 和 Word 印得不一样，或者 Word 文件太大，没有对照。每次生成都把两份文件的正文逐字对照，空白不算。出正式稿（--final）时拒绝。"
        "没有改过排版模板的，这是程序的缺陷，请把这条消息报告给开发者，并以 PDF 为准核对 Word；改过的，照自带的改正。";
    ProfileValue "profile-value" Error "版式数值无法使用"
        "版式文件中的数值无法使用。"
        "照所列的范围改；长度要带单位，如 15.75pt、37mm，字号可用“三号”。";
}

impl Code {
    /// The code with this kebab-case name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}
