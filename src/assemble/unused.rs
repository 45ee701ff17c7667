//! What report.yaml gives a template and the template doesn't name: it would be printed nowhere.
//!
//! In: the choices of a document, and its template as typed. Out: problems.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::LetterPart;
use crate::source::{Span, nearest};
use crate::workspace::Choices;

/// Reports what is given and isn't named in the template `name`, whose text is `template`.
pub(super) fn report_unused(
    choices: &Choices,
    name: &str,
    template: &str,
    diagnostics: &mut Diagnostics,
) {
    let template = without_comments(template);
    let mut report = |what: &str, span: Span, help: String| {
        let message = format!("templates/{name} 没有用到“{what}”，印不出来");
        let problem = Diagnostic::new(Code::OmittedContribution, span, message);
        diagnostics.report(problem.help(help));
    };

    let Choices { addressee, annexes, signature, data, .. } = choices;
    let parts = [
        (LetterPart::Addressee, !addressee.value.is_empty(), addressee.span),
        (LetterPart::Annexes, annexes.value, annexes.span),
        (LetterPart::Signature, !signature.value.is_empty(), signature.span),
    ];
    for (part, is_given, span) in parts {
        let names = part.names();
        if is_given && !names.iter().any(|name| template.contains(name)) {
            let help = "照自带模板的样子印出；没有改过的模板，从 templates/ 删去，程序就用自带的";
            report(names[0], span, help.to_owned());
        }
    }

    let known = names_of_data(&template);
    for (entry, text) in data {
        let is_named =
            known.contains(&entry.as_str()) || template.contains(&format!("\"{entry}\""));
        if is_named {
            continue;
        }
        let help = match nearest(entry, known.iter().copied()) {
            Some(known) => format!("是否要写“{known}”？"),
            None if known.is_empty() => "这个模板不用“数据”；删去这一行".to_owned(),
            None => format!("可用：{}", known.join("、")),
        };
        report(entry, text.span, help);
    }
}

/// The names that a template takes of 数据, in their order.
fn names_of_data(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let after = template.split("数据.").skip(1).chain(template.split("data.").skip(1));
    for rest in after {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let name = &rest[..end];
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn without_comments(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{##") {
        out.push_str(before);
        rest = after.split_once("##}").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{names_of_data, without_comments};

    #[test]
    fn what_a_template_takes() {
        let template = "{## 数据.甲 ##}{{ 数据.所在地 }}{% if 数据.注 %}{{ 数据.注 }}{% endif %}";
        let template = without_comments(template);
        assert_eq!(names_of_data(&template), ["所在地", "注"]);
    }
}
