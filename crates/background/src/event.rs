//! What the shim tells the worker.

use protocol::sender::Sender;
use serde::{Deserialize, Serialize};

/// An event of the browser, as the shim passes it on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Event {
    /// The worker started.
    Boot {},
    /// A message came in.
    Message {
        /// From whom, as the browser says.
        sender: Sender,
        /// The message as it stands.
        text: String,
    },
    /// The toolbar button or its shortcut was pressed.
    Action {
        /// In which tab.
        tab: i32,
    },
    /// A tab was closed.
    TabClosed {
        /// Which.
        tab: i32,
    },
}
