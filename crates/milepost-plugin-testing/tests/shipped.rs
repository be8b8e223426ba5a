//! The shipped extractors and rules against the handbook and the bundled site.

mod shipped {
    pub mod extractors;
    mod handbook;
    mod site;
}
