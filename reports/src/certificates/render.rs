//! Certificates as PDF files: a template per edition, filled per person.

use std::sync::OnceLock;

use entities::certificates::snapshot::{Fixed, Variable};

use super::layout::{self, Layout, Places, Purpose};
use super::person;
use crate::document::RenderError;
use crate::document::batch::Master;
use crate::document::write::meta;

/// The certificate of one edition, drawn once. Filling it is cheap and may happen from several threads.
///
/// The bytes of a certificate depend on the edition, the person and this program's version only.
#[derive(Debug)]
pub struct Template {
    edition: Fixed,
    issue: Drawn,
    specimen: OnceLock<Drawn>,
}

#[derive(Debug)]
struct Drawn {
    master: Master,
    places: Places,
}

impl Template {
    /// Draws the edition.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when no face has a letter; [`RenderError::TooLong`] when a text of the
    /// edition does not fit; [`RenderError::Invalid`] for more than four signs.
    pub fn new(edition: &Fixed) -> Result<Self, RenderError> {
        let issue = Drawn::new(edition, Purpose::Issue)?;
        Ok(Self { edition: edition.clone(), issue, specimen: OnceLock::new() })
    }

    /// The certificate of one person: PDF/A-2a and PDF/UA-1.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when no face has a letter; [`RenderError::TooLong`] when a text does not
    /// fit even at its smallest; [`RenderError::Invalid`] for an empty address.
    pub fn fill(&self, person: &Variable) -> Result<Vec<u8>, RenderError> {
        self.issue.fill(&self.edition, person)
    }

    /// Whether bytes are a certificate of this person, whichever version of the program drew it: its metadata say who,
    /// what, which number and when.
    ///
    /// # Errors
    /// [`RenderError::Invalid`] for a date that no document can carry.
    pub fn is_of(&self, person: &Variable, bytes: &[u8]) -> Result<bool, RenderError> {
        let packet = meta::xmp(&person::meta(&self.issue.places, &self.edition, person))?;
        Ok(bytes.windows(packet.len()).any(|part| part == packet.as_bytes()))
    }

    /// The same as a preview: marked `PODGLĄD – dokument nieważny`, without a QR code and a link.
    ///
    /// # Errors
    /// As for [`Template::fill`].
    pub fn specimen(&self, person: &Variable) -> Result<Vec<u8>, RenderError> {
        let drawn = match self.specimen.get() {
            Some(drawn) => drawn,
            None => {
                let drawn = Drawn::new(&self.edition, Purpose::Specimen)?;
                self.specimen.get_or_init(|| drawn)
            }
        };
        drawn.fill(&self.edition, person)
    }
}

impl Drawn {
    fn new(edition: &Fixed, purpose: Purpose) -> Result<Self, RenderError> {
        let Layout { doc, reserved, places } = layout::fixed(edition, purpose)?;
        Ok(Self { master: Master::new(doc, reserved)?, places })
    }

    fn fill(&self, edition: &Fixed, person: &Variable) -> Result<Vec<u8>, RenderError> {
        self.master.fill(&person::variable(&self.places, edition, person)?)
    }
}
