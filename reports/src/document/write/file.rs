//! Whole files: a prefix that never changes, and a tail written after it.
//!
//! Plain objects share compressed object streams, other streams follow, and the cross-reference stream ends the
//! file. A document that stands alone has an empty tail; a batch freezes its master once and writes one tail
//! per person. The file's id is a hash of its bytes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, ObjectId};
use sha2::{Digest, Sha256};

use super::conform::Parts;
use super::object::{self, Numbers, name};
use super::tags::Elements;
use crate::document::RenderError;

const HEADER: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/// Objects that share a compressed stream: who reads one of them unpacks them all.
const PACKED: usize = 2_000;

/// A cross-reference of so few bytes is not worth compressing.
const SMALL_TABLE: usize = 512;

/// The bytes common to all files of a batch.
#[derive(Clone, Debug)]
pub struct Frozen {
    prefix: Vec<u8>,
    digest: [u8; 32],
    places: Vec<Place>,
    numbers: Numbers,
    catalog: ObjectId,
    info: ObjectId,
}

/// Where an object is.
#[derive(Clone, Copy, Debug)]
enum Place {
    Free,
    At(usize),
    Packed { stream: u32, index: usize },
}

/// A file that is being finished.
pub struct Tail<'a> {
    frozen: &'a Frozen,
    out: Vec<u8>,
    places: Vec<Place>,
}

/// A file in one piece.
///
/// # Errors
/// [`RenderError::Writer`] when an object is missing.
pub fn whole(
    objects: &lopdf::Document,
    parts: &Parts,
    elements: &Elements<'_>,
) -> Result<Vec<u8>, RenderError> {
    Tail::new(&Frozen::new(objects, parts, elements, &[], Compression::default())?).finish()
}

impl Frozen {
    /// Writes every object that the catalog and Info reach and the structure elements, except those that come
    /// `later`; compressed as far as their use is worth.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when an object is missing.
    pub fn new(
        objects: &lopdf::Document,
        parts: &Parts,
        elements: &Elements<'_>,
        later: &[ObjectId],
        effort: Compression,
    ) -> Result<Self, RenderError> {
        let mut compress = Compress::new(effort, true);
        let mut deflated = |data: &[u8]| {
            compress.reset();
            deflate(&mut compress, data)
        };
        let order = reachable(objects, [parts.catalog, parts.info], later);
        let is_stream = |id: &ObjectId| matches!(objects.objects.get(id), Some(Object::Stream(_)));
        let (streams, mut plain): (Vec<ObjectId>, Vec<ObjectId>) = order.into_iter().partition(is_stream);
        plain.extend(elements.ids().iter().filter(|id| !later.contains(id)));

        // numbers: plain objects, the streams that hold them, other streams, objects that come later
        let mut numbers = Numbers::new();
        let packed = (0..plain.len().div_ceil(PACKED) as u32).map(|nth| (nth, u16::MAX));
        let packed_from = plain.len() as u32 + 1;
        let after = plain.iter().copied().chain(packed).chain(streams.iter().copied());
        for (number, id) in (1..).zip(after.chain(later.iter().copied())) {
            numbers.insert(id, number);
        }

        let mut out = HEADER.to_vec();
        let (mut places, mut packed_at) = (vec![Place::Free], Vec::new());
        for (stream, ids) in (packed_from..).zip(plain.chunks(PACKED)) {
            let (mut index, mut bodies) = (Vec::new(), Vec::new());
            for (at, id) in ids.iter().enumerate() {
                let number = numbers.get(id).copied().unwrap_or_default();
                // writing to a Vec cannot fail
                let _ = write!(index, "{number} {} ", bodies.len());
                match elements.get(*id)? {
                    Some(element) => object::dictionary(&mut bodies, &element, &numbers),
                    None => object::object(&mut bodies, get(objects, *id)?, &numbers),
                }
                bodies.push(b'\n');
                places.push(Place::Packed { stream, index: at });
            }
            let mut dictionary = Dictionary::new();
            dictionary.set("Type", name("ObjStm"));
            dictionary.set("N", ids.len() as i64);
            dictionary.set("First", index.len() as i64);
            index.extend(bodies);
            packed_at.push(Place::At(out.len()));
            write_stream(&mut out, stream, dictionary, &deflated(&index)?, true, &numbers);
        }
        places.extend(packed_at);
        for id in &streams {
            let stream = get(objects, *id)?.as_stream().map_err(RenderError::writer)?;
            let number = numbers.get(id).copied().unwrap_or_default();
            places.push(Place::At(out.len()));
            let dictionary = stream.dict.clone();
            if stream.allows_compression {
                let data = deflated(&stream.content)?;
                write_stream(&mut out, number, dictionary, &data, true, &numbers);
            } else {
                write_stream(&mut out, number, dictionary, &stream.content, false, &numbers);
            }
        }
        let digest = Sha256::digest(&out).into();
        Ok(Self { prefix: out, digest, places, numbers, catalog: parts.catalog, info: parts.info })
    }

    /// A dictionary as bytes without its closing brackets and one of its entries, so that others can follow.
    #[must_use]
    pub fn open_dictionary(&self, mut dictionary: Dictionary, without: &[u8]) -> Vec<u8> {
        dictionary.remove(without);
        let mut out = Vec::new();
        object::dictionary(&mut out, &dictionary, &self.numbers);
        out.truncate(out.len().saturating_sub(2));
        out
    }
}

impl<'a> Tail<'a> {
    /// A copy of the frozen bytes, to be finished.
    #[must_use]
    pub fn new(frozen: &'a Frozen) -> Self {
        let mut out = Vec::with_capacity(frozen.prefix.len() + 16_384);
        out.extend_from_slice(&frozen.prefix);
        Self { frozen, out, places: frozen.places.clone() }
    }

    /// Adds objects from their bytes in a compressed stream of their own; nothing else of those expected follows.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when they are not the objects expected next, or for anything after them.
    pub fn packed(&mut self, objects: &[(ObjectId, Vec<u8>)]) -> Result<(), RenderError> {
        let stream = (self.places.len() + objects.len()) as u32;
        let (mut index, mut bodies) = (Vec::new(), Vec::new());
        for (at, (id, bytes)) in objects.iter().enumerate() {
            let number = self.next(*id)?;
            let _ = write!(index, "{number} {} ", bodies.len());
            bodies.extend_from_slice(bytes);
            bodies.push(b'\n');
            if let Some(place) = self.places.last_mut() {
                *place = Place::Packed { stream, index: at };
            }
        }
        let entries = format!("/Type/ObjStm/N {}/First {}/Filter/FlateDecode", objects.len(), index.len());
        index.extend(bodies);
        self.places.push(Place::At(self.out.len()));
        self.write(stream, entries.as_bytes(), &deflate_fast(&index)?);
        Ok(())
    }

    /// Adds a stream with entries of its dictionary as bytes, compressed quickly unless its bytes must stay readable.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when it is not the object expected next; objects come in the order given to
    /// [`Frozen::new`].
    pub fn stream(
        &mut self,
        id: ObjectId,
        entries: &[u8],
        data: &[u8],
        compress: bool,
    ) -> Result<(), RenderError> {
        let number = self.next(id)?;
        if compress {
            let data = deflate_fast(data)?;
            self.write(number, &[entries, b"/Filter/FlateDecode"].concat(), &data);
        } else {
            self.write(number, entries, data);
        }
        Ok(())
    }

    fn write(&mut self, number: u32, entries: &[u8], data: &[u8]) {
        // writing to a Vec cannot fail
        let _ = write!(self.out, "{number} 0 obj\n<<");
        self.out.extend_from_slice(entries);
        let _ = writeln!(self.out, "/Length {}>>stream", data.len());
        self.out.extend_from_slice(data);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when compression fails.
    pub fn finish(mut self) -> Result<Vec<u8>, RenderError> {
        let number = self.places.len();
        let start = self.out.len();
        self.places.push(Place::At(start));
        let fresh = self.out.get(self.frozen.prefix.len()..).unwrap_or_default();
        let hash = Sha256::new().chain_update(self.frozen.digest).chain_update(fresh).finalize();
        let id = Object::String(hash.iter().take(16).copied().collect(), lopdf::StringFormat::Hexadecimal);

        let indices = self.places.iter().map(|place| match place {
            Place::Packed { index, .. } => *index,
            Place::Free | Place::At(_) => 0,
        });
        let (wide, narrow) = (bytes_for(start.max(number)), bytes_for(indices.max().unwrap_or(0)));
        let mut table = Vec::with_capacity(self.places.len() * (wide + narrow + 1));
        for place in &self.places {
            let (kind, position, index) = match *place {
                Place::Free => (0, 0, u32::MAX),
                Place::At(offset) => (1, offset as u32, 0),
                Place::Packed { stream, index } => (2, stream, index as u32),
            };
            table.push(kind);
            table.extend(position.to_be_bytes().iter().skip(4 - wide));
            table.extend(index.to_be_bytes().iter().skip(4 - narrow));
        }
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", name("XRef"));
        dictionary.set("Size", number as i64 + 1);
        dictionary.set("W", vec![1.into(), (wide as i64).into(), (narrow as i64).into()]);
        dictionary.set("Root", self.frozen.catalog);
        dictionary.set("Info", self.frozen.info);
        dictionary.set("ID", vec![id.clone(), id]);
        let numbers = &self.frozen.numbers;
        if table.len() > SMALL_TABLE {
            write_stream(&mut self.out, number as u32, dictionary, &deflate_fast(&table)?, true, numbers);
        } else {
            write_stream(&mut self.out, number as u32, dictionary, &table, false, numbers);
        }
        let _ = write!(self.out, "startxref\n{start}\n%%EOF\n");
        Ok(self.out)
    }

    fn next(&mut self, id: ObjectId) -> Result<u32, RenderError> {
        let expected = self.places.len() as u32;
        if self.frozen.numbers.get(&id) != Some(&expected) {
            return Err(RenderError::writer("an object came out of order"));
        }
        self.places.push(Place::At(self.out.len()));
        Ok(expected)
    }
}

/// Bytes that hold a number; offsets stay below 4 GiB.
const fn bytes_for(most: usize) -> usize {
    match most {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        _ => 4,
    }
}

fn write_stream(
    out: &mut Vec<u8>,
    number: u32,
    mut dictionary: Dictionary,
    data: &[u8],
    deflated: bool,
    numbers: &Numbers,
) {
    if deflated {
        dictionary.set("Filter", name("FlateDecode"));
    }
    dictionary.set("Length", data.len() as i64);
    let _ = writeln!(out, "{number} 0 obj");
    object::object(out, &Object::Dictionary(dictionary), numbers);
    out.extend_from_slice(b"stream\n");
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream\nendobj\n");
}

fn reachable(objects: &lopdf::Document, roots: [ObjectId; 2], later: &[ObjectId]) -> Vec<ObjectId> {
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    let mut todo: Vec<ObjectId> = roots.into_iter().rev().collect();
    while let Some(id) = todo.pop() {
        let Some(object) = objects.objects.get(&id).filter(|_| seen.insert(id)) else { continue };
        if !later.contains(&id) {
            order.push(id);
        }
        let mut found = Vec::new();
        references(object, &mut found);
        todo.extend(found.into_iter().rev());
    }
    order
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(values) => values.iter().for_each(|value| references(value, found)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, value)| references(value, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| references(value, found)),
        _ => {}
    }
}

fn get(objects: &lopdf::Document, id: ObjectId) -> Result<&Object, RenderError> {
    objects.objects.get(&id).ok_or_else(|| RenderError::writer("an object was lost"))
}

thread_local! {
    /// Making a compressor costs more than deflating a few kilobytes with it.
    static FAST: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), true));
}

/// Quickly, with one compressor per thread.
fn deflate_fast(data: &[u8]) -> Result<Vec<u8>, RenderError> {
    FAST.with_borrow_mut(|compress| {
        compress.reset();
        deflate(compress, data)
    })
}

fn deflate(compress: &mut Compress, data: &[u8]) -> Result<Vec<u8>, RenderError> {
    let mut out = Vec::with_capacity(data.len() + data.len() / 8 + 128);
    loop {
        let read = usize::try_from(compress.total_in()).map_err(RenderError::writer)?;
        let rest = data.get(read..).unwrap_or_default();
        match compress.compress_vec(rest, &mut out, FlushCompress::Finish).map_err(RenderError::writer)? {
            Status::StreamEnd => return Ok(out),
            Status::Ok | Status::BufError => out.reserve(data.len() / 2 + 1024),
        }
    }
}
