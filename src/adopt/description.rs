//! Alternative texts of pictures that say something.

/// What a picture's alternative text says of it; `None` where a program put a path, a file's name or a number
/// there, which tells nobody anything and may tell strangers too much.
pub(super) fn of(alt: &str) -> Option<&str> {
    let alt = alt.trim();
    let lower = alt.to_ascii_lowercase();
    let is_path = alt.contains('\\') || lower.contains("://") || lower.contains("/users/");
    let is_file = ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "emf", "wmf", "svg"]
        .iter()
        .any(|ending| lower.strip_suffix(ending).is_some_and(|name| name.ends_with('.')));
    let has_words = alt.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let is_number = !has_words
        && !alt.contains(' ')
        && alt.chars().filter(char::is_ascii_hexdigit).count() * 2 > alt.len();
    let is_made =
        ["图片", "图像", "picture", "image", "img", "图形", "descript"].iter().any(|word| {
            lower.strip_prefix(word).is_some_and(|rest| {
                rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-' | '(' | ')'))
            })
        });
    let is_guess = alt.contains("描述已自动生成") || lower.contains("automatically generated");
    (!alt.is_empty() && !(is_path || is_file || is_number || is_made || is_guess)).then_some(alt)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn descriptions_say_something() {
        for said in [
            "2017年产品质量抽查合格率",
            "品字标企业",
            "GDP of Quzhou",
            "图片展示了检测现场",
            "TQM/PDCA循环",
        ] {
            assert_eq!(of(said), Some(said));
        }
        for other in [
            "C:\\Users\\user\\Image\\C2C\\A.png",
            "file:///a/b",
            "微信图片_20180301.jpg",
            "a1b2c3d4e5f60718",
            "20180301123456",
            "图片 1",
            "Picture 12",
            "IMG_2018",
            "https://a.cn/b",
            "图片包含 建筑\n\n描述已自动生成",
            "",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
