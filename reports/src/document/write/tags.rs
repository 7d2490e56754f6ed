//! Structure tree, parent tree and outline as PDF objects.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::conform::Parts;
use super::object::{name, text};
use crate::document::RenderError;
use crate::document::model::{Doc, Item, Kid, Node, Numbering, Role, Scope};

/// Adds the root of the structure tree and the parent tree, and takes ids for the elements; returns the root and the
/// elements in the order of the model. The elements themselves are written from the model, see [`Elements`].
///
/// # Errors
/// [`RenderError::Writer`] when the model names an element that does not exist.
pub fn structure(objects: &mut lopdf::Document, doc: &Doc) -> Result<(ObjectId, Vec<ObjectId>), RenderError> {
    let root = objects.new_object_id();
    let ids: Vec<ObjectId> = doc.nodes.iter().map(|_| objects.new_object_id()).collect();
    let (numbers, next) = parent_tree(doc, &ids)?;
    let parent_tree = objects.add_object(dictionary! { "Nums" => numbers });
    objects.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => id_of(&ids, 0)?,
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => next,
        },
    );
    Ok((root, ids))
}

/// Structure elements, made one by one: a long report has tens of thousands, and as objects they would be its largest
/// part in memory.
pub struct Elements<'a> {
    doc: &'a Doc,
    parts: &'a Parts,
    parents: Vec<ObjectId>,
}

impl<'a> Elements<'a> {
    /// Those of a document whose objects conform.
    #[must_use]
    pub fn new(doc: &'a Doc, parts: &'a Parts) -> Self {
        let mut parents = vec![parts.tree; parts.nodes.len()];
        for (node, id) in doc.nodes.iter().zip(&parts.nodes) {
            for kid in &node.kids {
                if let Kid::Node(child) = kid
                    && let Some(parent) = parents.get_mut(child.0)
                {
                    *parent = *id;
                }
            }
        }
        Self { doc, parts, parents }
    }

    /// Ids in the order of the model.
    #[must_use]
    pub fn ids(&self) -> &'a [ObjectId] {
        &self.parts.nodes
    }

    /// The element with an id; `None` when it is the id of something else.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when the model names an element or link that does not exist.
    pub fn get(&self, id: ObjectId) -> Result<Option<Dictionary>, RenderError> {
        let Ok(index) = self.parts.nodes.binary_search(&id) else { return Ok(None) };
        let Some((node, parent)) = self.doc.nodes.get(index).zip(self.parents.get(index)) else {
            return Ok(None);
        };
        let mut element = self.element(node, *parent)?;
        if node.role == Role::Note {
            // PDF/UA wants an id of its own for every note
            element.set("ID", Object::string_literal(format!("note-{}", id.0)));
        }
        Ok(Some(element))
    }

    fn element(&self, node: &Node, parent: ObjectId) -> Result<Dictionary, RenderError> {
        let home = node.kids.iter().find_map(|kid| match kid {
            Kid::Content(slot) => Some(slot.page),
            _ => None,
        });
        let kids = node.kids.iter().map(|kid| self.kid(kid, home)).collect::<Result<Vec<_>, _>>()?;
        let mut element = dictionary! { "Type" => "StructElem", "S" => format!("{:?}", node.role).as_str() };
        element.set("P", parent);
        if let Some(home) = home {
            element.set("Pg", self.page(home)?);
        }
        match <[Object; 1]>::try_from(kids) {
            Err(none) if none.is_empty() => {}
            Ok([only]) => element.set("K", only),
            Err(kids) => element.set("K", kids),
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        let mut attributes = self.attributes(node, home);
        match attributes.len() {
            0 => {}
            1 => element.set("A", attributes.remove(0)),
            _ => element.set("A", attributes),
        }
        Ok(element)
    }

    fn kid(&self, kid: &Kid, home: Option<usize>) -> Result<Object, RenderError> {
        Ok(match kid {
            Kid::Node(child) => self.id(child.0)?.into(),
            Kid::Content(slot) if Some(slot.page) == home => (slot.mcid as i64).into(),
            Kid::Content(slot) => {
                let page = self.page(slot.page)?;
                dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => slot.mcid as i64 }.into()
            }
            Kid::Link(link) => {
                let annotation =
                    self.parts.links.get(link).ok_or_else(|| RenderError::writer("a link was lost"))?;
                let page = self.page(link.page)?;
                dictionary! { "Type" => "OBJR", "Pg" => page, "Obj" => *annotation }.into()
            }
        })
    }

    fn attributes(&self, node: &Node, home: Option<usize>) -> Vec<Object> {
        let mut attributes: Vec<Object> = Vec::new();
        if node.scope.is_some() || node.columns > 1 {
            let mut table = dictionary! { "O" => "Table" };
            if let Some(scope) = node.scope {
                table.set("Scope", name(if scope == Scope::Row { "Row" } else { "Column" }));
            }
            if node.columns > 1 {
                table.set("ColSpan", i64::from(node.columns));
            }
            attributes.push(table.into());
        }
        let page = home.and_then(|home| self.doc.pages.get(home));
        if let (Some([left, top, right, bottom]), Some(page)) = (node.bounds, page) {
            let corners = [left, page.height - bottom, right, page.height - top];
            let bounds: Vec<Object> = corners.into_iter().map(Object::Real).collect();
            attributes.push(dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bounds }.into());
        }
        if let Some(numbering) = node.numbering {
            let numbering = if numbering == Numbering::Decimal { "Decimal" } else { "Disc" };
            attributes.push(dictionary! { "O" => "List", "ListNumbering" => numbering }.into());
        }
        attributes
    }

    fn id(&self, node: usize) -> Result<ObjectId, RenderError> {
        id_of(&self.parts.nodes, node)
    }

    fn page(&self, page: usize) -> Result<ObjectId, RenderError> {
        let found = self.parts.pages.get(page);
        found.copied().ok_or_else(|| RenderError::writer("a page was lost"))
    }
}

/// Owners of marked content by page, then of links; and the first unused key.
fn parent_tree(doc: &Doc, ids: &[ObjectId]) -> Result<(Vec<Object>, i64), RenderError> {
    let mut numbers: Vec<Object> = Vec::new();
    for (key, page) in doc.pages.iter().enumerate() {
        let owners = page.owners.iter().map(|owner| Ok(id_of(ids, owner.0)?.into()));
        numbers.push((key as i64).into());
        numbers.push(owners.collect::<Result<Vec<Object>, RenderError>>()?.into());
    }
    let mut next = doc.pages.len() as i64;
    for item in doc.pages.iter().flat_map(|page| &page.items) {
        if let Item::Link { node, .. } = item {
            numbers.push(next.into());
            numbers.push(id_of(ids, node.0)?.into());
            next += 1;
        }
    }
    Ok((numbers, next))
}

fn id_of(ids: &[ObjectId], node: usize) -> Result<ObjectId, RenderError> {
    ids.get(node).copied().ok_or_else(|| RenderError::writer("an element was lost"))
}

/// Adds the outline, nested by level; `None` when the document has no bookmarks.
pub fn outline(objects: &mut lopdf::Document, doc: &Doc, pages: &[ObjectId]) -> Option<ObjectId> {
    let marks = &doc.outline;
    marks.first()?;
    let root = objects.new_object_id();
    let ids: Vec<ObjectId> = marks.iter().map(|_| objects.new_object_id()).collect();
    // a mark's parent is the nearest one before it with a lower level
    let mut families: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, mark) in marks.iter().enumerate() {
        let earlier = marks.iter().take(index);
        families.entry(earlier.clone().rposition(|other| other.level < mark.level)).or_default().push(index);
    }
    let id = |index: &usize| ids.get(*index).copied().map_or(Object::Null, Object::Reference);
    for (parent, family) in &families {
        for (place, index) in family.iter().enumerate() {
            let Some((mark, own)) = marks.get(*index).zip(ids.get(*index)) else { continue };
            let height = doc.pages.get(mark.page).map_or(0.0, |page| page.height);
            let page = pages.get(mark.page).copied().map_or(Object::Null, Object::Reference);
            let destination: Vec<Object> =
                vec![page, name("XYZ"), 0.into(), (height - mark.y).into(), Object::Null];
            let mut entry = dictionary! { "Title" => text(&mark.title), "Dest" => destination };
            entry.set("Parent", parent.as_ref().map_or(Object::Reference(root), id));
            if let Some(before) = place.checked_sub(1).and_then(|before| family.get(before)) {
                entry.set("Prev", id(before));
            }
            if let Some(after) = family.get(place + 1) {
                entry.set("Next", id(after));
            }
            family_of(&mut entry, families.get(&Some(*index)), id);
            objects.set_object(*own, entry);
        }
    }
    let mut top = dictionary! { "Type" => "Outlines" };
    family_of(&mut top, families.get(&None), id);
    top.set("Count", marks.len() as i64);
    objects.set_object(root, top);
    Some(root)
}

fn family_of(entry: &mut Dictionary, family: Option<&Vec<usize>>, id: impl Fn(&usize) -> Object) {
    let Some(family) = family else { return };
    if let (Some(first), Some(last)) = (family.first(), family.last()) {
        entry.set("First", id(first));
        entry.set("Last", id(last));
        entry.set("Count", family.len() as i64);
    }
}
