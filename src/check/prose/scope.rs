//! Whose figures a clause announces, and on what basis: 龙游县坚持质量立县，…; 按户籍人口计算，….
//!
//! In: the words of a clause. Out: whether the figures of the clauses after it may be another's than
//! the city's, or be measured, asked or planned in another way. General talk (坚持问题导向, 全市上下
//! 齐抓共管) says nothing of the kind; what isn't known says nothing either.

/// Stands in a clause's words for an indicator's name.
pub(super) const NAME: char = '\u{1}';
/// Stands in a clause's words for a number or a value of data.
pub(super) const FIGURE: char = '\u{2}';
/// Stands for the city's name.
const OWN: char = '\u{3}';
/// Stands for a word that names another place.
const OTHER: char = '\u{4}';
/// Stands for a word that names no place though a part of it looks so.
const PLAIN: char = '\u{5}';

/// Bytes of a clause's words that are kept.
pub(super) const MAX_WORDS: usize = 600;

/// What a clause says of the figures after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Setting {
    /// Nothing.
    Open,
    /// They are those of a place, an organisation or a trade. An indicator whose name has these
    /// words is still the city's: 制造业方面，制造业增加值…; empty where there is no such indicator.
    Another(String),
    /// They are on another basis, from another source, or planned.
    Basis,
}

/// Words for the whole city, besides its name.
const CITY: &str = "全市域 全市 我市 本市 市域 全域";

/// Other places whose words have nothing of a name, and names that are hidden.
const ELSEWHERE: &str = "\
    兄弟城市 周边城市 同类城市 先进城市 其他城市 其它城市 城市群 长三角 珠三角 京津冀 全省 \
    我省 邻省 外省 全国 我国 世界 全球 ×× 某";

/// Words with a mark of a place, an organisation or a trade in them that name none.
const HARMLESS: &str = "\
    城市 市场 市民 强市 市级 市委 市政 市直 上市 超市 都市 门市 省市 县市 兴市 立市 各市 \
    市县 富市 集市 地市 区域 区间 区分 社区 小区 地区 山区 库区 建成区 县区 区县 各区 各县 \
    县域 县级 各行业 各领域 各环节 全行业 全领域 各行各业 城镇 特色小镇 城乡 乡村 农村 各乡镇 乡愁 公园 校园 家园 花园 果园 茶园 幼儿园 \
    田园 出厂 就业 创业 事业 职业 毕业 作业 专业 营业 失业 企业家 执业 股份制";

/// Marks of a place or an organisation: a subject with one is another's.
const PLACES: &str = "\
    县 镇 乡 村 街道 高新园 产业园 科技园 工业园 创业园 物流园 软件园 新城 公司 集团 股份 \
    合作社";

/// Those that show another's in general talk too: 指导龙游县….
const OBJECTS: &str = "县 镇 乡 街道 公司 集团";

/// A subject that ends so is a sector; what the clause itself gives is the sector's too.
const SECTORS: &str = "方面 领域 环节 板块 条线 渠道 行业 系统 类 层面 门类 窗口";

/// A subject with one of these is a sector too, whatever follows: 化工行业整治力度加大.
const TRADES: &str = "\
    行业 领域 环节 板块 餐饮 作坊 摊贩 商户 网店 电商 食堂 农贸 门店 农家乐 民宿 养殖户 \
    种植户 经营户 农户";

/// A subject that ends so is some group, unless the clause gives a figure: 规上企业达到1200家 is one
/// more thing that the city has.
const GROUPS: &str = "\
    业 工程 项目 厂 学校 大学 学院 中学 小学 医院 银行 研究院 研究所 协会 商会 联合会 农场 \
    酒店 商场 集群 居民 园";

/// What a subject does by its own will, so that somebody must be meant.
const AGENCY: &str = "\
    坚持 坚决 深耕 紧盯 紧抓 紧扣 狠抓 抢抓 致力 专注 秉承 秉持 践行 推行 着力 大力 奋力 \
    努力 主动 围绕 聚焦 立足 依托 积极 瞄准 对标 锚定 扛起 争创 力推";

/// What else general talk begins with, or what ends a subject.
const TALK: &str = "\
    深入 实施 全面 突出 推进 推动 推广 推出 加强 强化 完善 健全 建立 构建 打造 开展 落实 \
    贯彻 严格 抓好 抓住 通过 创新 深化 培育 引导 支持 鼓励 组织 举办 发挥 拓展 牢固 树立 \
    夯实 统筹 协调 整合 广泛 认真 切实 扎实 充分 始终 牢牢 创建 启动 制定 出台 印发 发布 \
    引进 引入 投入 借助 利用 结合 针对 助推 保障 严守 守住 严把 严厉 严打 集中 联合 探索 \
    率先 攻坚 优化 不断 持续 稳步 稳中 日益 逐步 逐年 明显 显著 进一步 加快 加速 发展 增长 \
    提升 提高 改善 增强 扩大 加大 向好 迅速 良好 更加 有力 有效 得到 取得 保持 呈现 成为 \
    位居 位列 领先 突破 达到 拥有 实现 完成 随着 面对 经过 得益 受益 由于 作为 建成 新建 \
    新增 累计 高度 共同 合力 齐抓 鲜明 牵头 会同 指导 帮助 高于 低于 优于 好于 高出 获 被 是 \
    为 占 受 在 把 将 让 使 比 较";

/// What only the first words of general talk are: within a subject they are parts of others.
const LEADS: &str = "以 对 居 列 从 于 按 经 因 据 自 到 至 根据 依据 遵循 反映 体现 衡量 标志";

/// Who acts for the city.
const AGENTS: &str = "政府 部门 单位 各级 各地 干部 群众 上下 我们 各方 各界 党委 有关方面";

/// What a subject ends with that is nobody: 创建工作坚持高位推动.
const MATTERS: &str = "\
    工作 建设 行动 活动 改革 监管 治理 体系 机制 水平 能力 质量 战略 来 年 后 中 下 上 期间 \
    一直 继续";

/// What looks around: 放眼全省, 反观邻市; so does 据柯城区统计局统计.
const GLANCES: &str = "放眼 纵观 环顾 反观 再看 横向看";

/// Frames of a topic: 从流通环节看, 在农业方面, 就规上企业而言.
const FRAMES: &str = "从 在 就 对于 关于 至于";
const FRAME_ENDS: &str = "来看 看 而言 来说 内 中";

/// Who says something ends a clause so.
const SAYING: &str = "显示 表明 反映 披露 介绍 指出 认为";
/// So does how it was found, unless that is what the clause is about: 开展质量评估.
const INQUIRIES: &str = "测评 测算 估算 推算 快报 调查 评估 评价 摸底 通报 报道 预测";
/// Inquiries that aren't the table's, wherever they stand.
const SOURCES: &str = "\
    第三方 问卷 快报 民意 民调 抽样 媒体 自测 自评 调查队 电话访问 电话调查 网上调查 网络调查 \
    入户访问";
/// Authorities above the city, and what they do: 省质监局监督抽查中.
const ABOVE: &str = "国家 国务院 省";
const AUTHORITIES: &str = "局 厅 部 委";
const INSPECTIONS: &str = "抽检 抽查 检查 检测 监测 考核 测评 评价 评估 通报 核定 公布 发布 反馈";
/// Sources that are the table's own.
const OFFICIAL: &str = "统计 数据显示 年报 公报";

/// Words of another basis.
const BASES: &str =
    "不变价 可比价 剔除 扣除 不含 不包括 不计 同口径 可比口径 新口径 旧口径 老口径 还原";
/// A basis begins so: 含境外注册, 加上市本级, 若不计….
const INCLUDING: &str = "含 包括 包含 计入 加上 算上 连同 若";
/// 按…计算.
const BY: &str = "按照 按 以 折合";
const CONVERTED: &str = "换算 折算";
const RECKONED: &str = "计算 口径 测算 折算 统计 换算 核算 计价 为分母 为基数 为基期 为准 算 计";
/// Bases that are the table's own: 按当年价计算.
const USUAL: &str = "当年价格 当年价 现行价格 现价 常住人口 年末 年平均 的";

/// Who plans says so.
const ORDERS: &str = "明确 提出 要求 规定 部署 约定 确定 安排 承诺 设定 下达 强调";
/// What is planned: 市里下达的指标.
const ORDERED: &str = "指标 任务 要求 标准 目标 数";
/// What a plan is called.
const PLANS: &str =
    "规划 方案 计划 纲要 办法 意见 任务书 责任书 责任状 细则 考核 指标体系 目标 工作报告 》";
/// 按照规划, 对照任务书.
const FOLLOWING: &str = "按照 根据 依据 对照 遵照 依照 按";

/// Captions of tables of what is to be done, and of ranks.
const ARRANGED: &str = "任务 安排 位次 排名 名次 第三方 问卷 快报";

/// What a clause says of the figures after it; `words` has [`NAME`] and [`FIGURE`] for what they
/// stand for, and a bracket that opens for all that is in it.
pub(super) fn of_clause(words: &str, city: &str) -> Setting {
    let words = words.trim();
    let words = words.strip_prefix("县（").unwrap_or(words);
    if words.is_empty() {
        return Setting::Open;
    }
    if is_source(words) || is_basis(words) || is_plan(words) {
        return Setting::Basis;
    }

    let known = replaced(&without_city(words, city), ELSEWHERE, OTHER);
    let known = replaced(&known, HARMLESS, PLAIN);
    let rest = unframed(&known);
    let turned = starts(rest, GLANCES) || rest.starts_with(['据', '经']);
    if turned && has_place(rest) {
        return Setting::Another(String::new());
    }

    // 与丽水市相比 turns to the other one; 与全省平均水平持平 is still about the city.
    let turns = rest.ends_with("相比") || rest.ends_with("比较") || rest.contains("相邻");
    if rest.starts_with(['与', '同', '跟', '和']) && !turns {
        return Setting::Open;
    }

    if is_talk(rest) {
        let objects = rest.replace("乡镇", "");
        let another = turns || contains(&objects, OBJECTS);
        return if another { Setting::Another(String::new()) } else { Setting::Open };
    }
    Subject::of(rest).setting(known.contains(OWN))
}

/// Whether a remark in brackets narrows what stands before them: （餐饮环节）, （按户籍人口计算）.
pub(super) fn narrows(remark: &str, city: &str) -> bool {
    of_clause(remark, city) != Setting::Open
}

/// Whether a table's caption is about another: 龙游县主要指标, 餐饮环节抽检情况. Trades are common in
/// the names of indicators that captions repeat, and say nothing here.
pub(super) fn captions_another(caption: &str, city: &str) -> bool {
    match of_clause(caption, city) {
        Setting::Open => contains(caption, ARRANGED),
        Setting::Another(topic) => {
            topic.is_empty() || contains(&topic, TRADES) || ends(&topic, SECTORS)
        }
        Setting::Basis => true,
    }
}

/// Whether an indicator's name has the words of a topic: 制造业方面 is what 制造业增加值 is about.
pub(super) fn is_topic(topic: &str, name: &str) -> bool {
    let core = words(SECTORS).find_map(|mark| topic.strip_suffix(mark)).unwrap_or(topic);
    core.chars().count() > 1 && name.contains(core)
}

/// The beginning of a clause, up to what it says.
struct Subject<'a> {
    text: &'a str,
    /// Whether what follows is done by somebody.
    acts: bool,
    /// Whether what follows is known; else the subject may end before its text does.
    ends: bool,
    /// Whether the clause gives a figure or names an indicator.
    gives: bool,
}

impl<'a> Subject<'a> {
    fn of(clause: &'a str) -> Subject<'a> {
        let first = |list| words(list).filter_map(|word| clause.find(word)).min();
        let (act, talk) = (first(AGENCY), first(TALK));
        let figure = clause.find([NAME, FIGURE]);
        let end = [act, talk, figure, clause.find(['：', ':'])].into_iter().flatten().min();

        Subject {
            text: clause[..end.unwrap_or(clause.len())].trim(),
            acts: act.is_some() && act == end,
            ends: end.is_some(),
            gives: figure.is_some(),
        }
    }

    fn sector(&self) -> Option<&'a str> {
        marked(self.text, SECTORS, self.ends).or_else(|| marked(self.text, TRADES, false))
    }

    fn group(&self) -> Option<&'a str> {
        marked(self.text, GROUPS, self.ends).filter(|_| !self.gives)
    }

    /// `own` tells that the clause names the city too.
    fn setting(&self, own: bool) -> Setting {
        if has_place(self.text) {
            return Setting::Another(String::new());
        }

        if let Some(topic) = self.sector().or_else(|| self.group()) {
            return Setting::Another(topic.trim_start_matches(OWN).to_owned());
        }

        // Neither the city nor its bureaus nor a matter: somebody else.
        let own = own || self.text.starts_with(['市', PLAIN]) || contains(self.text, AGENTS);
        let matter = ends(self.text, MATTERS);
        let another = self.acts && !self.text.is_empty() && !self.gives && !own && !matter;
        if another { Setting::Another(String::new()) } else { Setting::Open }
    }
}

/// The words of a subject with one of the marks: at its end, or anywhere where its end isn't known.
fn marked<'a>(text: &'a str, marks: &str, ends: bool) -> Option<&'a str> {
    words(marks).find_map(|mark| {
        if ends {
            text.ends_with(mark).then_some(text)
        } else {
            text.find(mark).map(|at| &text[..at + mark.len()])
        }
    })
}

/// Whether words name a place or an organisation that isn't the city.
fn has_place(text: &str) -> bool {
    text.contains(OTHER) || contains(text, PLACES) || has_named(text, '市') || has_named(text, '区')
}

/// Whether a name stands before the mark: 江山市, not 由市质监局.
fn has_named(text: &str, mark: char) -> bool {
    const FUNCTION: &str = "由在对向与和及经据各被让使给到以为从按受将把并是有的本全该了成设建合同";
    let mut before = None;
    for character in text.chars() {
        let named = before.is_some_and(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
        if character == mark && named && !before.is_some_and(|c| FUNCTION.contains(c)) {
            return true;
        }
        before = Some(character);
    }
    false
}

/// Whether a clause begins with what is done, not with who does it.
fn is_talk(clause: &str) -> bool {
    [AGENCY, TALK, LEADS].iter().any(|words| starts(clause, words))
}

/// 据第三方测评, 问卷调查显示, 省厅通报.
fn is_source(clause: &str) -> bool {
    if contains(clause, OFFICIAL) && !contains(clause, SOURCES) {
        return false;
    }
    if starts(clause, ABOVE) && contains(clause, AUTHORITIES) && contains(clause, INSPECTIONS) {
        return true;
    }
    let quoted = clause.starts_with('据') || clause.starts_with("根据") || clause.starts_with('经');
    let done = is_talk(clause) && !quoted;
    ends(clause, SAYING)
        || (!done && (ends(clause, INQUIRIES) || contains(clause, SOURCES)))
        || (clause.contains("委托") && contains(clause, SOURCES))
}

/// 按户籍人口计算, 剔除价格因素, 含境外注册.
fn is_basis(clause: &str) -> bool {
    let gives = clause.contains([NAME, FIGURE]);
    if !gives && (contains(clause, BASES) || starts(clause, INCLUDING)) {
        return true;
    }
    if starts(clause, CONVERTED) {
        return true;
    }
    let Some(rest) = words(BY).find_map(|word| clause.strip_prefix(word)) else { return false };
    let Some(rest) = words(RECKONED).find_map(|word| rest.strip_suffix(word)) else { return false };
    !replaced(rest, USUAL, PLAIN).chars().all(|character| matches!(character, PLAIN | NAME | ' '))
}

/// 《纲要》明确, 会议要求, 三年行动方案分年度确定了任务, 对照任务书.
fn is_plan(clause: &str) -> bool {
    if starts(clause, FOLLOWING) {
        return contains(clause, PLANS);
    }
    let ordered = words(ORDERS).filter_map(|word| clause.find(word)).min();
    let Some(before) = ordered.map(|at| &clause[..at]) else { return false };
    // 实施方案提出 begins as 实施改革 does.
    if is_talk(clause) {
        return ends(before, PLANS);
    }
    let after = words(ORDERS).find_map(|word| clause[before.len()..].strip_prefix(word));
    let ordered = after.is_some_and(|rest| rest.starts_with('的') && ends(rest, ORDERED));
    contains(before, PLANS) || ((ends(clause, ORDERS) || ordered) && !contains(before, TALK))
}

/// A topic without what frames it: 从流通环节看, 在农业方面.
fn unframed(clause: &str) -> &str {
    let Some(inner) = words(FRAMES).find_map(|word| clause.strip_prefix(word)) else {
        return clause;
    };
    match words(FRAME_ENDS).find_map(|word| inner.strip_suffix(word)) {
        Some(inner) => inner,
        None if ends(inner, SECTORS) => inner,
        None => clause,
    }
}

fn without_city(words: &str, city: &str) -> String {
    let named = replaced(words, city, OWN);
    let named = replaced(&named, city.strip_suffix('市').unwrap_or_default(), OWN);
    replaced(&named, CITY, OWN)
}

/// The text with every word of a list made one character.
fn replaced(text: &str, list: &str, by: char) -> String {
    let mut buffer = [0; 4];
    let by: &str = by.encode_utf8(&mut buffer);
    words(list).fold(text.to_owned(), |text, word| {
        if text.contains(word) { text.replace(word, by) } else { text }
    })
}

fn contains(text: &str, list: &str) -> bool {
    words(list).any(|word| text.contains(word))
}

fn starts(text: &str, list: &str) -> bool {
    words(list).any(|word| text.starts_with(word))
}

fn ends(text: &str, list: &str) -> bool {
    words(list).any(|word| text.ends_with(word))
}

/// The words of a list.
fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(' ').filter(|word| !word.is_empty())
}
