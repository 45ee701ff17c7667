//! Whose figures a clause announces, and on what basis: `scope.txt`.

use super::file::vocabulary;
use super::list::WordList;

vocabulary! {
    /// Words that say whose figures follow.
    ScopeWords from "scope.txt" as SCOPE {
        /// The whole city, besides its name.
        city: WordList = "本市",
        /// Other places whose words have nothing of a name, and names that are hidden.
        elsewhere: WordList = "别处",
        /// Have a mark of a place, an organisation or a trade in them and name none.
        harmless: WordList = "不是地方",
        /// Marks of a place or an organisation: a subject with one is another's.
        place: WordList = "地方和单位",
        /// Marks that show another's in general talk too: 指导龙游县….
        object: WordList = "对象",
        /// A subject that ends so is a sector; what the clause itself gives is the sector's too.
        sector: WordList = "方面",
        /// A subject with one of these is a sector too, whatever follows: 化工行业整治力度加大.
        trade: WordList = "行业",
        /// A subject that ends so is some group, unless the clause gives a figure: 规上企业达到1200家 is
        /// one more thing that the city has.
        group: WordList = "群体",
        /// A subject that ends so is an institution, which goes on being spoken of.
        institution: WordList = "机构",
        /// What a subject does by its own will, so that somebody must be meant.
        agency: WordList = "作为",
        /// What else general talk begins with, or what ends a subject.
        talk: WordList = "泛泛而谈",
        /// What only the first words of general talk are: within a subject they are parts of others.
        lead: WordList = "开头",
        /// Who acts for the city.
        agent: WordList = "办事的人",
        /// What a subject ends with that is nobody: 创建工作坚持高位推动.
        matter: WordList = "事情",
        /// What a clause may begin with that says nothing: 但与先进地区相比.
        conjunction: WordList = "连词",
        /// What looks around: 放眼全省, 反观邻市; so does 据柯城区统计局统计.
        glance: WordList = "放眼",
        /// Frames of a topic: 从流通环节看, 在农业方面, 就规上企业而言.
        frame_start: WordList = "话题前",
        /// Their ends.
        frame_end: WordList = "话题后",
        /// Who says something ends a clause so.
        saying: WordList = "说法",
        /// How a figure was found, unless that is what the clause is about: 开展质量评估.
        inquiry: WordList = "得来",
        /// Inquiries that aren't the table's, wherever they stand.
        source: WordList = "别的来源",
        /// Authorities above the city: 省质监局监督抽查中.
        above: WordList = "上级",
        /// What an authority's name has in it.
        authority: WordList = "机关",
        /// What authorities do.
        inspection: WordList = "检查",
        /// Sources that are the table's own.
        official: WordList = "本表来源",
        /// Words of another basis.
        basis: WordList = "别的口径",
        /// A basis begins so: 含境外注册, 加上市本级, 若不计….
        including: WordList = "包括",
        /// The beginning of 按…计算.
        by: WordList = "按",
        /// The beginning of a figure in another unit.
        converted: WordList = "换算",
        /// The end of 按…计算.
        reckoned: WordList = "计算",
        /// Bases that are the table's own: 按当年价计算.
        usual: WordList = "本表口径",
        /// What was reached, whatever was planned.
        actual: WordList = "实情",
        /// What a source is cited with.
        cited: WordList = "引据",
        /// Begin as such words do, and cite nothing.
        not_cited: WordList = "不引据",
        /// What a phrase of time or place ends with: 普查修订前, 排行榜上.
        setting: WordList = "处境",
        /// The beginning of a condition.
        condition: WordList = "条件",
        /// What such a phrase ends with where it is no source, sample or condition.
        settled: WordList = "寻常",
        /// Who plans says so.
        order: WordList = "要求",
        /// What is planned: 市里下达的指标.
        ordered: WordList = "所要求的",
        /// What a plan is called.
        plan: WordList = "计划",
        /// 按照规划, 对照任务书.
        following: WordList = "对照",
        /// In captions of tables of what is to be done, and of ranks.
        arranged: WordList = "表题",
        /// Before 市 or 区: no name of a place, as in 由市质监局.
        not_name: WordList = "不成名称",
    }
}
