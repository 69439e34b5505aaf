//! Searches for a text that breaks the parser of rules, and for a rule that breaks a promise of
//! the crate: `cargo xtask fuzz`, from the root of the repository.
//!
//! libFuzzer makes the inputs: it changes bytes, and every second time we change a [part](parts) of
//! the rule. It watches which branches of the crate each input takes, and goes on from those that
//! took a new one. An [input](input::Input) is a text, and after its last line break some bytes that
//! stand for moments. What has to hold for it is in [`promises`].
//!
//! - `seeds/` has inputs to begin with: a kind of rule each. Rules that once broke something are
//!   not here but in the crate's tests, where they are tried in every run.
//! - `rule.dict` has the words of the language, which it would take long to guess.
//! - What it finds and keeps is in `fuzz/` of cargo's target folder: `corpus/`, from which the next
//!   search goes on, and `found/`, the inputs that broke something. `cargo xtask fuzz FILE` tries
//!   one of them again.

#![no_main]

mod input;
mod parts;
mod promises;

use input::Input;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|bytes: &[u8]| {
    let input = Input::of(bytes);
    promises::hold(&input);
});

fuzz_mutator!(|bytes: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let changed = if seed.is_multiple_of(2) {
        parts::change(&bytes[..size], seed)
    } else {
        None
    };
    match changed {
        Some(changed) if changed.len() <= max_size => {
            bytes[..changed.len()].copy_from_slice(&changed);
            changed.len()
        }
        _ => fuzzer_mutate(bytes, size, max_size),
    }
});
