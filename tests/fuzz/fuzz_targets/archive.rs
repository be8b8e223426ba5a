//! Fuzzes `milepost_e2e::fuzz::archive`.

#![no_main]

libfuzzer_sys::fuzz_target!(init: milepost_fuzz::only_our_panics(), |bytes: &[u8]| milepost_e2e::fuzz::archive(bytes));
