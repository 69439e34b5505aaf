//! Searches for a text that breaks the parser of rules, and for a rule that breaks a promise of
//! the crate: `cargo xtask fuzz`, from the root of the repository.
//!
//! libFuzzer makes the inputs. It watches which branches of the crate each takes, and goes on from
//! those that took a new one. An [input](input::Input) is a text, and after its last line break some
//! bytes that stand for moments. What has to hold for it is in [`promises`].
//!
//! - `seeds/` has inputs to begin with: a kind of rule each. Rules that once broke something are
//!   not here but in the crate's tests, where they are tried in every run.
//! - `rule.dict` has the words of the language, which it would take long to guess.
//! - What it finds and keeps is in `fuzz/` of cargo's target folder: `corpus/`, from which the next
//!   search goes on, and `found/`, the inputs that broke something. `cargo xtask fuzz FILE` tries
//!   one of them again.

#![no_main]

mod input;
mod promises;

use input::Input;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let input = Input::of(bytes);
    promises::hold(&input);
});
