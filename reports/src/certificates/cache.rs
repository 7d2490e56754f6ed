//! Templates drawn lately: one per edition, and a batch is a batch of one.

use std::sync::{Arc, Mutex};

use entities::certificates::snapshot::Fixed;

use super::Template;
use crate::document::RenderError;

/// Templates kept; each takes about the size of a certificate.
const KEPT: usize = 8;

/// The cache.
#[derive(Default)]
pub struct Templates(Mutex<Vec<(Fixed, Arc<Template>)>>);

impl Templates {
    /// The template of a fixed part, drawn if need be. Blocks for some milliseconds.
    ///
    /// # Errors
    /// The fixed part cannot be drawn.
    pub fn of(&self, fixed: &Fixed) -> Result<Arc<Template>, RenderError> {
        // Held while drawing: workers that want the same template wait for one drawing instead of making their own.
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|(of, _)| of == fixed) {
            let hit = kept.remove(at);
            let template = Arc::clone(&hit.1);
            kept.push(hit);
            return Ok(template);
        }
        let template = Arc::new(Template::new(fixed)?);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((fixed.clone(), Arc::clone(&template)));
        Ok(template)
    }
}
