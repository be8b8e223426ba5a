//! The shipped extractors and rules against the handbook and the bundled site.

#[cfg(test)]
mod shipped {
    mod extractors;
    mod handbook;
    mod site;
}
