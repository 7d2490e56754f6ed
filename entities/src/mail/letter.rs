//! A letter: what a person reads, as plain text and as HTML that says the same. Pure.
//!
//! The HTML needs no picture, no script and no colour to be understood, names its language, and shows every address
//! it links to, because some readers see the text alone and some mail programs forbid links.

use crate::shared::html::escape;
use crate::shared::language::Language;

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its language.
    pub language: Language,
    /// Its subject.
    pub subject: String,
    /// What it says, block by block.
    pub blocks: Vec<Block>,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// Where to go.
    Link {
        /// What is there.
        label: String,
        /// The address.
        url: String,
    },
    /// Something to be pasted.
    Code {
        /// What it is for.
        label: String,
        /// The text to be pasted.
        code: String,
    },
    /// A closing line, smaller.
    Small(String),
}

impl Letter {
    /// As plain text.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        for block in &self.blocks {
            match block {
                Block::Text(words) => text.push_str(words),
                Block::Link { label, url } => text.push_str(&format!("{label}:\n{url}")),
                Block::Code { label, code } => text.push_str(&format!("{label}\n{code}")),
                Block::Small(words) => text.push_str(&format!("--\u{20}\n{words}")),
            }
            text.push_str("\n\n");
        }
        format!("{}\n", text.trim_end())
    }

    /// As HTML.
    pub fn html(&self) -> String {
        let mut body = String::new();
        for block in &self.blocks {
            match block {
                Block::Text(words) => body.push_str(&format!("<p>{}</p>\n", escape(words))),
                Block::Link { label, url } => {
                    let (label, url) = (escape(label), escape(url));
                    body.push_str(&format!("<p>{label}:<br>\n<a href=\"{url}\">{url}</a></p>\n"));
                }
                Block::Code { label, code } => body.push_str(&format!(
                    "<p>{}<br>\n<code style=\"font-size:1.05em;word-break:break-all\">{}</code></p>\n",
                    escape(label),
                    escape(code)
                )),
                Block::Small(words) => body.push_str(&format!(
                    "<hr style=\"border:0;border-top:1px solid #cfdae0;margin:1.5em 0 1em\">\n\
                     <p style=\"color:#4a5b6b;font-size:.9em\">{}</p>\n",
                    escape(words)
                )),
            }
        }
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n</head>\n\
             <body style=\"margin:0;padding:1.5em;background:#ffffff;color:#1b2733;font:1em/1.6 system-ui,\
             'Segoe UI',Roboto,'Noto Sans',sans-serif\">\n<div style=\"max-width:38em;margin:0 auto\">\n{body}</div>\n\
             </body>\n</html>\n",
            self.language.code(),
            escape(&self.subject)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            language: Language::Polish,
            subject: "Szkolenie „A & B”".into(),
            blocks: vec![
                Block::Text("Dzień dobry, <b>Łucjo</b>".into()),
                Block::Link { label: "Strona".into(), url: "https://x.pl/a?b=1&c=2".into() },
                Block::Code { label: "Kod:".into(), code: "zw_i_1".into() },
                Block::Small("Zwornik".into()),
            ],
        }
    }

    #[test]
    fn both_forms_say_the_same() {
        let letter = letter();
        let (plain, html) = (letter.plain(), letter.html());
        assert!(
            plain.contains("Strona:\nhttps://x.pl/a?b=1&c=2\n\nKod:\nzw_i_1\n\n-- \nZwornik\n"),
            "{plain}"
        );
        for words in ["Strona", "zw_i_1", "Zwornik", "lang=\"pl\""] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn what_people_wrote_never_becomes_markup() {
        let html = letter().html();
        assert!(!html.contains("<b>") && html.contains("&lt;b&gt;Łucjo&lt;/b&gt;"));
        assert!(html.contains("href=\"https://x.pl/a?b=1&amp;c=2\""));
        assert!(html.contains("<title>Szkolenie „A &amp; B”</title>"));
    }
}
