//! The command line.
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "the macro writes these types, without docs and with more functions than are called"
)]

use crate::{
    browser::Choice,
    package::{PackageCloud, Targets},
    test::Suite,
};
use std::path::PathBuf;

xflags::xflags! {
    /// Builds, runs, tests and packages Partner Lens.
    cmd xtask {
        /// Builds the unpacked extension into target/extension/<browser>.
        /// Installs the Rust target wasm32-unknown-unknown when it is missing.
        cmd build {
            /// chrome (the default), edge, firefox or all.
            optional --browser browser: Targets
            /// The Microsoft cloud that the package talks to, and no other: global (the default), usgov, dod
            /// or china. Another one's package stands in target/extension/<browser>-<cloud>.
            optional --cloud cloud: PackageCloud
            /// What ships: small and slow to build, held to the size budgets.
            optional --release
        }

        /// Builds the packages of all browsers into target/dist, byte for byte the same anywhere.
        cmd package {
            /// The Microsoft cloud that the packages talk to: global (the default), usgov, dod or china.
            optional --cloud cloud: PackageCloud
        }

        /// Opens a browser on the Partner relationships page of a simulated tenant.
        /// Installs what is missing: the npm packages of tests/, and on Debian as root a browser.
        cmd demo {
            /// The tenant to show: a file of crates/simulator/tenants, without .json. Default: fabrikam.
            optional --scenario name: String
            /// chromium, chrome, edge, firefox or auto (the default: the first that is there).
            optional --browser browser: Choice
            /// Opens no browser: says how to start one by hand and serves until Ctrl-C.
            optional --serve
            /// Writes screenshots into this folder.
            optional --screenshots folder: PathBuf
        }

        /// Runs all checks and tests and closes with a line `N passed, N failed`.
        /// Installs what is missing: the npm packages of tests/, and on Debian as root the browsers.
        cmd test {
            /// host, wasm or e2e.
            optional --only suite: Suite
            /// Runs only the tests whose names contain this.
            optional --filter text: String
        }

        /// Measures sizes and times against their budgets. A broken budget of size or requests fails.
        cmd bench {
            /// Prints JSON instead of a table.
            optional --json
            /// Leaves out what needs a browser.
            optional --sizes-only
        }

        /// Judges an evidence file and prints the assessment as JSON.
        cmd assess {
            /// The evidence, as JSON of format 1.
            required --evidence file: PathBuf
            /// The time to judge at, such as 2026-11-24T09:41:00Z.
            required --now time: String
        }

        /// Checks the rules of this repository that no compiler checks.
        cmd tidy {}

        /// Says what is there, what is missing, and how to get it.
        cmd doctor {}
    }
}
