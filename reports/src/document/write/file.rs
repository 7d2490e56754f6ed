//! Whole files: a prefix that never changes, and a tail written after it.
//!
//! All plain objects share one compressed object stream, streams follow, and the cross-reference stream ends the
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
use crate::document::RenderError;

const HEADER: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/// Bytes that hold a file offset in the cross-reference: up to 4 GiB.
const OFFSET_BYTES: usize = 4;
/// Bytes that hold an index in the object stream: a list of thousands has more than 65,535 objects.
const INDEX_BYTES: usize = 4;

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
pub fn whole(objects: &lopdf::Document, parts: &Parts) -> Result<Vec<u8>, RenderError> {
    Tail::new(&Frozen::new(objects, parts, &[])?).finish()
}

impl Frozen {
    /// Writes every object that the catalog and Info reach, except those that come `later`.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when an object is missing.
    pub fn new(objects: &lopdf::Document, parts: &Parts, later: &[ObjectId]) -> Result<Self, RenderError> {
        let order = reachable(objects, [parts.catalog, parts.info], later);
        let is_stream = |id: &ObjectId| matches!(objects.objects.get(id), Some(Object::Stream(_)));
        let (streams, plain): (Vec<ObjectId>, Vec<ObjectId>) = order.into_iter().partition(is_stream);

        // numbers: plain objects, the stream that holds them, streams, objects that come later
        let mut numbers = Numbers::new();
        let packed_in = plain.len() as u32 + 1;
        let after = plain.iter().copied().chain([(0, u16::MAX)]).chain(streams.iter().copied());
        for (number, id) in (1..).zip(after.chain(later.iter().copied())) {
            numbers.insert(id, number);
        }

        let mut out = HEADER.to_vec();
        let mut places = vec![Place::Free];
        let (mut index, mut bodies) = (Vec::new(), Vec::new());
        for (at, id) in plain.iter().enumerate() {
            let number = numbers.get(id).copied().unwrap_or_default();
            // writing to a Vec cannot fail
            let _ = write!(index, "{number} {} ", bodies.len());
            object::object(&mut bodies, get(objects, *id)?, &numbers);
            bodies.push(b'\n');
            places.push(Place::Packed { stream: packed_in, index: at });
        }
        let mut packed = Dictionary::new();
        packed.set("Type", name("ObjStm"));
        packed.set("N", plain.len() as i64);
        packed.set("First", index.len() as i64);
        index.extend(bodies);
        places.push(Place::At(out.len()));
        write_stream(&mut out, packed_in, packed, &deflate_best(&index)?, true, &numbers);
        for id in &streams {
            let stream = get(objects, *id)?.as_stream().map_err(RenderError::writer)?;
            let number = numbers.get(id).copied().unwrap_or_default();
            places.push(Place::At(out.len()));
            let dictionary = stream.dict.clone();
            if stream.allows_compression {
                let data = deflate_best(&stream.content)?;
                write_stream(&mut out, number, dictionary, &data, true, &numbers);
            } else {
                write_stream(&mut out, number, dictionary, &stream.content, false, &numbers);
            }
        }
        let digest = Sha256::digest(&out).into();
        Ok(Self { prefix: out, digest, places, numbers, catalog: parts.catalog, info: parts.info })
    }

    /// The object as bytes, without the closing brackets of its dictionary, so that entries can follow.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when it is no dictionary.
    pub fn open_dictionary(
        &self,
        objects: &lopdf::Document,
        id: ObjectId,
        without: &[&[u8]],
    ) -> Result<Vec<u8>, RenderError> {
        let mut dictionary = objects.get_dictionary(id).map_err(RenderError::writer)?.clone();
        for key in without {
            dictionary.remove(key);
        }
        let mut out = Vec::new();
        object::object(&mut out, &Object::Dictionary(dictionary), &self.numbers);
        out.truncate(out.len().saturating_sub(2));
        Ok(out)
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

    /// Adds an object from its bytes. Objects come in the order given to [`Frozen::new`].
    ///
    /// # Errors
    /// [`RenderError::Writer`] when it is not the object expected next.
    pub fn object(&mut self, id: ObjectId, bytes: &[u8]) -> Result<(), RenderError> {
        let number = self.next(id)?;
        let _ = writeln!(self.out, "{number} 0 obj");
        self.out.extend_from_slice(bytes);
        self.out.extend_from_slice(b"\nendobj\n");
        Ok(())
    }

    /// Adds a stream, compressed quickly unless its bytes must stay readable.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when it is not the object expected next.
    pub fn stream(
        &mut self,
        id: ObjectId,
        dictionary: Dictionary,
        data: &[u8],
        compress: bool,
    ) -> Result<(), RenderError> {
        let number = self.next(id)?;
        if compress {
            let data = deflate_fast(data)?;
            write_stream(&mut self.out, number, dictionary, &data, true, &self.frozen.numbers);
        } else {
            write_stream(&mut self.out, number, dictionary, data, false, &self.frozen.numbers);
        }
        Ok(())
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

        let mut table = Vec::with_capacity(self.places.len() * (OFFSET_BYTES + INDEX_BYTES + 1));
        for place in &self.places {
            let (kind, position, index) = match *place {
                Place::Free => (0, 0, usize::from(u16::MAX)),
                Place::At(offset) => (1, offset, 0),
                Place::Packed { stream, index } => (2, stream as usize, index),
            };
            table.push(kind);
            table.extend((position as u32).to_be_bytes());
            table.extend((index as u32).to_be_bytes());
        }
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", name("XRef"));
        dictionary.set("Size", number as i64 + 1);
        dictionary.set("W", vec![1.into(), (OFFSET_BYTES as i64).into(), (INDEX_BYTES as i64).into()]);
        dictionary.set("Root", self.frozen.catalog);
        dictionary.set("Info", self.frozen.info);
        dictionary.set("ID", vec![id.clone(), id]);
        let table = deflate_fast(&table)?;
        write_stream(&mut self.out, number as u32, dictionary, &table, true, &self.frozen.numbers);
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

/// As small as it gets: done once per edition or document.
fn deflate_best(data: &[u8]) -> Result<Vec<u8>, RenderError> {
    deflate(&mut Compress::new(Compression::best(), true), data)
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
