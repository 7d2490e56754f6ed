//! Text within HTML: the pages of the API, and letters.

/// Escapes text for HTML elements and quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_becomes_markup() {
        assert_eq!(
            escape(r#"<a href="x" id='y'>A & B</a>"#),
            "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;A &amp; B&lt;/a&gt;"
        );
        assert_eq!(escape("Zażółć „gęślą” – jaźń"), "Zażółć „gęślą” – jaźń");
    }
}
