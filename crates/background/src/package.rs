//! What was decided when the package was built.

use auth::{Cloud, cloud::CLOUDS};

/// The cloud that this package talks to. Its manifest is made of the same entry, so it may talk to no
/// other. A name that isn't in the table doesn't compile.
pub(crate) const CLOUD: &Cloud =
    &CLOUDS[Cloud::position(match option_env!("PARTNER_LENS_CLOUD") {
        Some(name) => name,
        None => "global",
    })];

/// The app registration of whoever built it.
pub(crate) const CLIENT_ID: Option<&str> = option_env!("PARTNER_LENS_CLIENT_ID");
