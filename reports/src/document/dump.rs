//! A document as text: display lists and structure, for snapshots that people review.

use std::fmt::Write;

use super::model::{Doc, Item, Kid, NodeId, ROOT};

/// One line per drawn text or shape, then the structure tree.
#[must_use]
pub fn dump(doc: &Doc) -> String {
    let mut out = String::new();
    // writing to a String cannot fail
    let _ = writeln!(
        out,
        "title {:?}\nauthor {:?}\nsubject {:?}",
        doc.meta.title, doc.meta.author, doc.meta.subject
    );
    for (index, page) in doc.pages.iter().enumerate() {
        let _ = writeln!(out, "\npage {} {} × {}", index + 1, page.width, page.height);
        let mut depth = 1;
        for item in &page.items {
            if *item == Item::End {
                depth -= 1;
                continue;
            }
            let _ = writeln!(out, "{:indent$}{}", "", line(item), indent = depth * 2);
            if matches!(item, Item::Begin(_) | Item::BeginArtifact(_) | Item::BeginActual(_)) {
                depth += 1;
            }
        }
    }
    out.push_str("\nstructure\n");
    node(&mut out, doc, ROOT, 1);
    out
}

fn line(item: &Item) -> String {
    match item {
        Item::Begin(slot) => format!("{:?} {}", slot.role, slot.mcid),
        Item::BeginArtifact(kind) => format!("artifact {kind:?}"),
        Item::BeginActual(text) => format!("actual {text:?}"),
        Item::End => String::new(),
        Item::Text { style, x, y, run } => {
            let text = run.text.replace('\u{a0}', "·");
            format!("{x:.1},{y:.1} {:?} {:.2} {text:?}", style.face, style.size)
        }
        Item::Path { segs, fill, stroke } => {
            let paint = match (fill, stroke) {
                (Some(_), Some(_)) => "filled and stroked",
                (Some(_), None) => "filled",
                _ => "stroked",
            };
            format!("path of {} steps, {paint}", segs.len())
        }
        Item::Bits { x, y, side, modules, .. } => {
            format!("{x:.1},{y:.1} bits {modules} × {modules} on {side:.1}")
        }
        Item::Link { bounds: [left, top, right, bottom], target, label, .. } => {
            format!("link {left:.1},{top:.1}–{right:.1},{bottom:.1} {target:?} {label:?}")
        }
    }
}

fn node(out: &mut String, doc: &Doc, id: NodeId, depth: usize) {
    let Some(node) = doc.nodes.get(id.0) else { return };
    let _ = write!(out, "{:indent$}{:?}", "", node.role, indent = depth * 2);
    for kid in &node.kids {
        match kid {
            Kid::Content(slot) => {
                let _ = write!(out, " {}:{}", slot.page + 1, slot.mcid);
            }
            Kid::Link(link) => {
                let _ = write!(out, " link {}:{}", link.page + 1, link.index);
            }
            Kid::Node(_) => {}
        }
    }
    if let Some(alt) = &node.alt {
        let _ = write!(out, " alt {alt:?}");
    }
    out.push('\n');
    for kid in &node.kids {
        if let Kid::Node(child) = kid {
            self::node(out, doc, *child, depth + 1);
        }
    }
}
