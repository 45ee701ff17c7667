//! The table of messages.

/// What Typst says, with `{}` for what varies, and what it means: `{0}`, `{1}` take up what varies. A
/// pattern is the beginning of a message unless it ends in `{}`. The first that fits counts.
pub(super) const MEANINGS: &[(&str, &str)] = &[
    // What can't be read as a template.
    ("unclosed delimiter", "括号没有成对，从这里起没有结束"),
    ("unexpected closing ", "多了一个右括号，或它前面少了左括号"),
    ("unclosed string", "英文引号没有成对"),
    ("unclosed raw text", "记号 ` 没有成对"),
    ("unclosed label", "标签 <…> 没有写完"),
    ("unexpected end of block comment", "多了一个 */，前面没有 /*"),
    ("expected {}, found {}", "值的类型不对，应是 {0}，现为 {1}"),
    ("expected expression", "这里缺少内容：等号、逗号或运算符后面要有值"),
    ("expected semicolon or line break", "一行里有两条语句，或多写了文字：另起一行"),
    ("expected comma", "各项之间缺少逗号"),
    ("expected colon", "这里缺少冒号"),
    ("expected equals sign", "这里缺少等号"),
    ("expected identifier", "这里应是名称"),
    ("expected pattern", "let 后面应是名称"),
    ("expected block", "这里缺少花括号 { } 里的内容"),
    ("expected keyword `in`", "for 的名称后面应是 in"),
    ("expected argument list", "函数名后面缺少括号"),
    ("the character `{}` is not valid in code", "代码里不能有“{0}”这个符号"),
    ("duplicate argument: {}", "参数“{0}”给了两次"),
    ("duplicate key: {}", "字典里“{0}”写了两次"),
    ("invalid number suffix: {}", "数字后面的单位“{0}”不对，可用 pt、mm、cm、em、%"),
    ("maximum parsing depth exceeded", "括号嵌套过深"),
    // Names and calls.
    ("unknown variable: {}", "没有名为“{0}”的变量或函数"),
    ("unexpected argument: {}", "函数没有参数“{0}”"),
    ("unexpected argument", "函数多给了一个参数"),
    ("missing argument: {}", "函数缺少参数“{0}”"),
    ("type {} has no method `{}`", "{0} 类型的值没有“{1}”这个方法"),
    ("dictionary does not contain key \"{}\"", "字典里没有“{0}”这一项"),
    ("array index out of bounds (index: {}, len: {})", "列表没有第 {0} 项（从 0 数起），共 {1} 项"),
    ("unresolved import", "被导入的文件里没有这个名称"),
    ("cyclic import", "两个文件互相导入"),
    ("file not found", "没有这个文件"),
    ("failed to load file (access denied)", "不能读取这个文件：只能导入 templates/ 里的 .typ 文件"),
    (
        "only element functions can be used in set rules",
        "set 后面只能是 text、par、page 之类的元素函数",
    ),
    ("variables from outside the function are read-only", "函数里不能改函数外面的变量"),
    ("cannot mutate a temporary value", "这里不是变量，不能改它的值"),
    // Values.
    ("cannot add {} and {}", "{0} 与 {1} 不能相加"),
    ("cannot subtract {} from {}", "{1} 不能减去 {0}"),
    ("cannot multiply {} with {}", "{0} 与 {1} 不能相乘"),
    ("cannot divide by zero", "除数是零"),
    ("cannot divide {} by {}", "{0} 不能除以 {1}"),
    ("cannot compare {} and {}", "{0} 与 {1} 不能比较"),
    ("cannot compare {} with {}", "{0} 与 {1} 不能比较"),
    ("cannot join {} with {}", "{0} 与 {1} 不能接在一起：语句的结果要用 let 存下"),
    ("cannot loop over {}", "{0} 不是列表，不能用 for 循环"),
    ("divisor must not be zero", "除数不能是零"),
    ("assertion failed", "模板自己的检查没有通过"),
    ("panicked with: {}", "模板自己报错：{0}"),
    // Loops and depth.
    ("loop seems to be infinite", "循环一直不结束"),
    ("condition is always true", "循环的条件永远成立，不会结束"),
    ("maximum function call depth exceeded", "函数一直在调用自己"),
    ("maximum show rule depth exceeded", "show 语句套用了自己"),
    (
        "document did not converge within five attempts",
        "页码、引用之类反复排了五遍还在变，请检查用到页码的地方",
    ),
    // Layout.
    ("label `{}` does not exist in the document", "没有标签 {0}"),
    ("label `{}` occurs multiple times in the document", "标签 {0} 用了不止一次"),
    ("unknown font family: {}", "没有字体“{0}”"),
    ("page configuration is not allowed inside of containers", "页面的设置不能写在框、表格里面"),
    ("pagebreaks are not allowed inside of containers", "框、表格里面不能换页"),
    ("failed to decode image", "图片已损坏，或格式特殊"),
    // What the archival and accessible PDF asks for.
    ("{} error: missing document title", "PDF 要有标题：模板里缺少 set document(title: …)"),
    ("{} error: missing alt text", "图片、图要有替代文字：用 alt 给出"),
    ("{} error: the PDF is missing a CMYK profile", "不能用 CMYK 颜色，请改用 rgb(…)"),
];

/// What Typst says of a character that PDF/A can't show, with the character as Typst writes it.
pub(super) const UNPRINTABLE: &[&str] = &[
    // One without a glyph.
    "{} the text `\"{}\"` could not be displayed with",
    // One of the private area, which has no agreed meaning.
    "{} contains the codepoint `\"{}\"`",
];

/// What Typst names where a picture can't be shown.
pub(super) const PICTURE: &str = "image";
