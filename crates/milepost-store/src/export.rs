//! Export: every statement about every figure as JSON Lines, for people and programs outside.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::database::Order;
use crate::error::IoContext as _;
use crate::record::v1::Statement;
use crate::table::Table;
use crate::{Store, StoreError};

#[derive(Serialize)]
struct Head {
    milepost_export: u32,
    store_format: u32,
}

impl Store {
    /// Writes every statement about every figure, by indicator and period, one JSON object a line, after a line
    /// that says the version. Returns how many statements. The format is in `docs/formats/store-export-1.md`.
    ///
    /// # Errors
    /// When a record cannot be read or `out` refuses.
    pub fn export(&self, out: &mut dyn Write) -> Result<u64, StoreError> {
        let place = Path::new("the export");
        let mut line = |value: &dyn erased::Line| -> Result<(), StoreError> {
            out.write_all(&value.json()?)
                .and_then(|()| out.write_all(b"\n"))
                .at("write", place)
        };
        line(&Head {
            milepost_export: 1,
            store_format: crate::FORMAT,
        })?;
        let mut count = 0;
        self.read(|view| {
            view.each(
                Table::Figures,
                &[],
                Order::Ascending,
                &mut |_key, statement: Statement| {
                    line(&statement)?;
                    count += 1;
                    Ok(true)
                },
            )
        })?;
        Ok(count)
    }
}

mod erased {
    //! Lets one closure write lines of different types.

    use crate::{StoreError, record};

    pub(super) trait Line {
        fn json(&self) -> Result<Vec<u8>, StoreError>;
    }

    impl<T: serde::Serialize> Line for T {
        fn json(&self) -> Result<Vec<u8>, StoreError> {
            record::to_json(self)
        }
    }
}
