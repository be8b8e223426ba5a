//! Makes a fuzzer stop for panics of our own code, and for those of foreign parsers only where nothing catches them.

/// Replaces the fuzzer's panic hook, which aborts at every panic.
///
/// The parsers of PDF, workbooks and DOCX are other people's; their panics are caught at one place and told as a damaged
/// file. Those must not end a fuzzer's run: one that is not caught still unwinds into the fuzzer and ends it.
pub fn only_our_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let is_ours = panic.location().is_some_and(|location| {
            location.file().contains("milepost") || location.file().starts_with("src")
        });
        if is_ours {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}
