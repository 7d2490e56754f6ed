//! Mutations of the territory.

mod create_subregion;
mod update_subregion;

use kit::mutations;

mutations! {
    /// Mutations of the territory.
    TerritoryMutations {
        /// Makes a subregion of powiats of one voivodeship. A powiat is in one subregion at most.
        create_subregion;
        /// Renames a subregion, or says anew which powiats it has.
        update_subregion;
    }
}
