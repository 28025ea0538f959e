//! Why an event wasn't carried out.

use auth::AuthError;
use protocol::envelope::{ErrorCode, Failure};
use webext::ApiError;

/// A [`Failure`], in a box: handing an error on is handing on a pointer, which saves the worker some
/// kilobytes.
pub(crate) struct Failed(Box<Failure>);

impl Failed {
    /// A failure that may be over at the next try.
    #[inline(never)]
    pub(crate) fn again(detail: String) -> Self {
        Self(Box::new(Failure::new(ErrorCode::TryAgain, detail)))
    }

    /// The failure, as it travels.
    pub(crate) fn into_failure(self) -> Failure {
        *self.0
    }
}

impl From<ApiError> for Failed {
    #[inline(never)]
    fn from(error: ApiError) -> Self {
        Self::again(error.to_string())
    }
}

impl From<AuthError> for Failed {
    #[inline(never)]
    fn from(error: AuthError) -> Self {
        Self::again(error.to_string())
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self(Box::new(failure))
    }
}
