//! Tells the client's errors apart by their types: whose fault, and whether it may pass.

use std::error::Error;
use std::io;

use crate::dial::ForbiddenAddress;
use crate::inflate::InflateError;
use crate::outcome::{Outcome, OutcomeClass};
use crate::redirect::forbidden;

/// Longest reason taken over from an error, in characters.
const MAX_REASON_CHARS: usize = 200;

/// Returns what an error of the client comes to.
pub(crate) fn outcome_of(error: &reqwest::Error) -> Outcome {
    let mut innermost = error.to_string();
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    while let Some(current) = next {
        if let Some(outcome) = by_type(current, error.is_connect()) {
            return outcome;
        }
        innermost = current.to_string();
        next = wrapped_or_source(current);
    }
    let what = if error.is_timeout() {
        "connecting took too long"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection failed"
    };
    Outcome::because(OutcomeClass::Transient, format!("{what}: {}", cut(&innermost)))
}

/// Returns what a body that cannot be inflated comes to.
pub(crate) fn outcome_of_inflation(error: InflateError) -> Outcome {
    match error {
        InflateError::TooLarge(limit) => {
            Outcome::because(OutcomeClass::TooLarge, format!("larger than {limit} bytes"))
        }
        InflateError::Ratio(ratio) => Outcome::because(
            OutcomeClass::TooLarge,
            format!("inflates to more than {ratio} times its size"),
        ),
        InflateError::Corrupt(detail) => Outcome::because(
            OutcomeClass::BadContent,
            format!("content encoding is damaged: {}", cut(&detail)),
        ),
        InflateError::CutOff => Outcome::because(OutcomeClass::Transient, "the compressed body was cut off"),
        InflateError::Unknown(label) => Outcome::because(
            OutcomeClass::BadContent,
            format!("content encoding `{}` is not known", cut(&label)),
        ),
    }
}

fn by_type(error: &(dyn Error + 'static), is_connecting: bool) -> Option<Outcome> {
    if let Some(found) = error.downcast_ref::<ForbiddenAddress>() {
        return Some(Outcome::because(
            OutcomeClass::Refused,
            format!(
                "{} has only addresses that may not be dialled: {}",
                found.host,
                forbidden(found.address)
            ),
        ));
    }
    if let Some(found) = error.downcast_ref::<rustls::Error>()
        && is_connecting
    {
        return Some(Outcome::because(OutcomeClass::Tls, tls_reason(found)));
    }
    if let Some(found) = error.downcast_ref::<hyper::Error>()
        && found.is_parse()
    {
        return Some(Outcome::because(
            OutcomeClass::BadContent,
            format!(
                "the head of the answer cannot be read: {}",
                cut(&found.to_string())
            ),
        ));
    }
    None
}

/// Says what is wrong with the other end, in the words of its operator where they are known.
fn tls_reason(error: &rustls::Error) -> String {
    let is_unknown = matches!(
        error,
        rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer)
    );
    let is_old = matches!(
        error,
        rustls::Error::InvalidMessage(_)
            | rustls::Error::AlertReceived(rustls::AlertDescription::ProtocolVersion)
            | rustls::Error::PeerIncompatible(_)
    );
    let what = if is_unknown {
        "the chain of certificates is incomplete, or its authority unknown; tls = { extra_ca = \"FILE.pem\" } names \
         what is missing"
    } else if is_old {
        "the server speaks no TLS 1.2 or 1.3; tls = { legacy = \"curl\" } asks it in an older one"
    } else {
        "TLS failed"
    };
    format!("{what}: {}", cut(&error.to_string()))
}

/// An I/O error's source skips the error that it wraps.
fn wrapped_or_source<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    if let Some(io) = error.downcast_ref::<io::Error>() {
        return io.get_ref().map(|inner| -> &'a (dyn Error + 'static) { inner });
    }
    error.source()
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_REASON_CHARS).collect()
}
