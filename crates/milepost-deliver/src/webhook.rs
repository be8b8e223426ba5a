//! The body of a generic webhook: the letter, its words, and the whole report where one goes with it.

use serde_json::Value;

use crate::compose::Parcel;
use crate::templates::Words;

/// Returns the JSON of a parcel: `docs/formats/delivery.md`.
pub(crate) fn body(parcel: &Parcel<'_>, words: &Words) -> Result<String, serde_json::Error> {
    let mut value = serde_json::to_value(parcel.letter)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("subject".to_owned(), words.subject.clone().into());
        fields.insert("text".to_owned(), words.body.clone().into());
        let report = parcel.report.map(serde_json::to_value).transpose()?;
        fields.insert("report".to_owned(), report.unwrap_or(Value::Null));
    }
    serde_json::to_string(&value)
}
