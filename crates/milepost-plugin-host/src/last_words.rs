//! Finds the line of a guest's stderr that says what went wrong: of a Rust panic, a JavaScript exception, a Python traceback.

/// Returns what went wrong in one line; none where nothing was printed.
pub(crate) fn last_words(printed: &str) -> Option<String> {
    traceback(printed)
        .or_else(|| exception(printed))
        .or_else(|| panic(printed))
        .or_else(|| lines(printed).next().map(str::to_owned))
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// `ValueError: no table`, with the last place it passed.
fn traceback(printed: &str) -> Option<String> {
    let (_, block) = printed.split_once("Traceback (most recent call last):\n")?;
    let block = block.split("\n\n").next().unwrap_or(block);
    let place = block.lines().rev().find(|line| line.starts_with("  File "));
    let error = block.lines().find(|line| !line.starts_with(' '))?;
    Some(match place {
        Some(place) => format!("{} ({})", error.trim(), place.trim()),
        None => error.trim().to_owned(),
    })
}

/// `no table at extract (/extractor.js:13:22)`, as the runtime of componentize-qjs prints what was thrown.
fn exception(printed: &str) -> Option<String> {
    let (_, rest) = printed.split_once("Exception { message: Some(\"")?;
    let (message, rest) = rest.split_once("\"), stack: ")?;
    let stack = rest
        .strip_prefix("Some(\"")
        .and_then(|stack| stack.split("\")").next())
        .unwrap_or_default();
    let place = stack.split("\\n").map(str::trim).find(|line| !line.is_empty());
    Some(match place {
        Some(place) => format!("{message} {place}"),
        None => message.to_owned(),
    })
}

/// `panicked at src/lib.rs:10:5: no table`.
fn panic(printed: &str) -> Option<String> {
    let mut lines = lines(printed).skip_while(|line| !line.contains("panicked at "));
    let (_, place) = lines.next()?.split_once("panicked at ")?;
    let message = lines.next().unwrap_or_default();
    Some(format!("panicked at {place} {message}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_way_to_say_what_went_wrong() {
        let python = "Traceback (most recent call last):\n  File \"/0/extractor.py\", line 19, in extract\n    x()\nValueError: no table\n\nthread '<unnamed>' (1) panicked at runtime/src/lib.rs:1293:29:\nPython function threw an unexpected exception\n";
        assert_eq!(
            last_words(python).unwrap(),
            "ValueError: no table (File \"/0/extractor.py\", line 19, in extract)"
        );
        let javascript = "\nthread '<unnamed>' (1) panicked at crates/runtime/src/interpreter.rs:51:31:\nFailed to call 'extract': Value(Exception(\nException { message: Some(\"no table\"), stack: Some(\"    at extract (/extractor.js:13:22)\\n\") })\n)\n";
        assert_eq!(
            last_words(javascript).unwrap(),
            "no table at extract (/extractor.js:13:22)"
        );
        let rust = "\nthread '<unnamed>' (1) panicked at src/lib.rs:10:5:\nno table\nnote: run with\n";
        assert_eq!(last_words(rust).unwrap(), "panicked at src/lib.rs:10:5: no table");
        assert_eq!(last_words("\n  what now\n").unwrap(), "what now");
        assert_eq!(last_words("\n"), None);
        assert_eq!(
            last_words("Traceback (most recent call last):\n"),
            Some("Traceback (most recent call last):".to_owned())
        );
        assert_eq!(
            last_words("Exception { message: Some(\""),
            Some("Exception { message: Some(\"".to_owned())
        );
        assert_eq!(last_words("panicked at "), Some("panicked at".to_owned()));
    }
}
