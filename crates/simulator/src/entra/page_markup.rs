//! The frame and the parts of the sign-in host's pages. They work without script.

use std::fmt::Write as _;

/// A whole page; `body` is markup.
pub(crate) fn document(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} (simulated)</title>
<link rel="icon" href="data:,">
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: #eceff3; color: #1f2328; font: 15px/1.4 "Segoe UI", system-ui, sans-serif }}
main {{ box-sizing: border-box; width: min(27rem, 100%); padding: 2rem; background: #fff; border: 1px solid #cfd5dd }}
h1 {{ margin: 0 0 1rem; font-size: 1.4rem; font-weight: 600 }}
button {{ padding: .45rem 1.2rem; border: 1px solid #6b7480; background: #fff; font: inherit; cursor: pointer }}
button.main {{ border-color: #14539a; background: #14539a; color: #fff }}
button.account {{ display: block; width: 100%; margin-bottom: .4rem; padding: .6rem; text-align: left }}
input[type=text], input[type=password] {{ box-sizing: border-box; width: 100%; margin: .3rem 0 1rem; padding: .4rem; font: inherit }}
small {{ color: #59636e; overflow-wrap: anywhere }}
p.buttons {{ display: flex; gap: .6rem; justify-content: flex-end }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"#
    )
}

/// A form that carries hidden values along.
pub(crate) fn form(action: &str, carried: &[(&str, &str)], content: &str) -> String {
    let action = escape(action);
    let carried = hidden(carried);
    format!("<form method=\"post\" action=\"{action}\">\n{carried}{content}\n</form>")
}

/// Hidden fields.
pub(crate) fn hidden(fields: &[(&str, &str)]) -> String {
    let mut markup = String::new();
    for (name, value) in fields {
        let (name, value) = (escape(name), escape(value));
        // Writing to a string can't fail.
        let _written = writeln!(markup, r#"<input type="hidden" name="{name}" value="{value}">"#);
    }
    markup
}

/// The row of buttons at a form's end; the first is the one that Enter presses.
pub(crate) fn buttons(buttons: &[(&str, &str, &str)]) -> String {
    let mut markup = "<p class=\"buttons\">".to_owned();
    for (index, (name, value, text)) in buttons.iter().enumerate() {
        let class = if index == 0 { " class=\"main\"" } else { "" };
        let (value, text) = (escape(value), escape(text));
        let _written =
            write!(markup, r#"<button{class} name="{name}" value="{value}">{text}</button>"#);
    }
    markup + "</p>"
}

/// Text as markup, inside elements and attributes alike.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(
            escape(r#"<a href='x'>&"</a>"#),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;"
        );
        let field = hidden(&[("request", "\"><script>")]);
        assert_eq!(
            field,
            "<input type=\"hidden\" name=\"request\" value=\"&quot;&gt;&lt;script&gt;\">\n"
        );
    }
}
