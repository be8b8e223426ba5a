//! What the host says of the statements of one page, asked once and folded once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::words::fold;
use crate::{Page, Role, Statement, StatementId};

/// What a metric is compared with.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) subject: String,
    pub(crate) labels: Vec<String>,
    pub(crate) scope: String,
    pub(crate) scope_class: String,
    pub(crate) quote: String,
    pub(crate) role: Option<Role>,
    pub(crate) unit: String,
    pub(crate) period: Option<String>,
    pub(crate) comparison: String,
    pub(crate) printed: String,
    pub(crate) value: String,
    pub(crate) step: String,
    pub(crate) of: Option<StatementId>,
    pub(crate) has_dims: bool,
}

/// The statements of one page that were asked about so far.
pub(crate) struct Sheet<'p> {
    page: &'p dyn Page,
    title: String,
    known: RefCell<BTreeMap<StatementId, Rc<Facts>>>,
}

impl<'p> Sheet<'p> {
    pub(crate) fn new(page: &'p dyn Page) -> Self {
        Self {
            page,
            title: fold(&page.meta("title").unwrap_or_default()),
            known: RefCell::default(),
        }
    }

    pub(crate) fn page(&self) -> &'p dyn Page {
        self.page
    }

    /// Returns the folded title of the page.
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    pub(crate) fn facts(&self, id: StatementId) -> Rc<Facts> {
        let mut known = self.known.borrow_mut();
        Rc::clone(known.entry(id).or_insert_with(|| Rc::new(ask(self.page, id))))
    }
}

fn ask(page: &dyn Page, id: StatementId) -> Facts {
    let statement = Statement::new(page, id);
    Facts {
        subject: fold(&statement.subject()),
        labels: statement.labels().iter().map(|label| fold(label)).collect(),
        scope: fold(&statement.scope()),
        scope_class: statement.scope_class(),
        quote: fold(&statement.quote()),
        role: statement.role(),
        unit: statement.unit().unwrap_or_default(),
        period: statement.period(),
        comparison: statement.comparison(),
        printed: statement.printed(),
        value: statement.value(),
        step: statement.field("step").unwrap_or_default(),
        of: statement.of().map(|of| of.id()),
        has_dims: statement.field("dims").is_some(),
    }
}
