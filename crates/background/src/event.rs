//! What the shim tells the worker.

use protocol::{json_kinds, sender::Sender};

/// An event of the browser, as the shim passes it on.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// An alarm went off.
    Alarm {
        /// Which.
        name: String,
    },
}

json_kinds!(Event {
    "boot" => Boot {},
    "message" => Message { "sender" => sender, "text" => text },
    "action" => Action { "tab" => tab },
    "tab-closed" => TabClosed { "tab" => tab },
    "alarm" => Alarm { "name" => name },
});
