//! Mail: text and HTML side by side, the report attached, sent by SMTP with STARTTLS or TLS. The only file that names
//! lettre.

use std::fmt::Write as _;

use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Attached, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use sha2::{Digest as _, Sha256};

use crate::answer::Outcome;
use crate::channel::{MailChannel, MailSecurity};
use crate::compose::Parcel;
use crate::templates::Words;

/// A mail, ready to be sent.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Who sends and who receives, as the server is told.
    pub(crate) envelope: Envelope,
    /// The mail as it goes out (RFC 5322).
    pub(crate) raw: Vec<u8>,
    /// The same for people: headers, text, HTML, and what is attached.
    pub(crate) shown: String,
}

impl Mail {
    /// Returns the mail as it goes out (RFC 5322).
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }
}

/// Composes a mail. The same letter gives the same bytes.
pub(crate) fn compose(channel: &MailChannel, parcel: &Parcel<'_>, words: &Words) -> Result<Mail, String> {
    let letter = parcel.letter;
    let digest: String = Sha256::digest(letter.id.as_bytes())
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let from = mailbox(&channel.from)?;
    // The same id on every try: a server or a reader that has it can tell a repetition.
    let message_id = format!("<{digest}@{}>", from.email.domain());
    let mut builder = Message::builder()
        .from(from)
        .subject(words.subject.as_str())
        .date(letter.written_at.into())
        .message_id(Some(message_id.clone()))
        // RFC 3834: no out-of-office note comes back.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    for to in &channel.to {
        builder = builder.to(mailbox(to)?);
    }
    let words_part = MultiPart::alternative()
        .boundary(format!("words-{digest}"))
        .singlepart(SinglePart::plain(words.body.clone()))
        .singlepart(SinglePart::html(words.html.clone()));
    let mut whole = MultiPart::mixed()
        .boundary(format!("parts-{digest}"))
        .multipart(words_part);
    let mut shown = format!(
        "From: {}\nTo: {}\nSubject: {}\nMessage-ID: {message_id}\n\n{}\n\n--- HTML ---\n{}\n",
        channel.from,
        channel.to.join(", "),
        words.subject,
        words.body,
        words.html
    );
    for attachment in &parcel.attachments {
        let media = ContentType::parse(attachment.media).map_err(|error| error.to_string())?;
        let part = Attached::new(attachment.name.clone()).body(attachment.bytes.clone(), media);
        whole = whole.singlepart(part);
        // Writing to a text cannot fail.
        let _ = writeln!(
            shown,
            "--- attached: {} ({}, {} bytes) ---",
            attachment.name,
            attachment.media,
            attachment.bytes.len()
        );
    }
    let message = builder.multipart(whole).map_err(|error| error.to_string())?;
    Ok(Mail {
        envelope: message.envelope().clone(),
        raw: message.formatted(),
        shown,
    })
}

/// Reads a mail address such as `Milepost <milepost@example.org>`.
///
/// # Errors
/// When it is none.
pub fn check_address(text: &str) -> Result<(), String> {
    mailbox(text).map(drop)
}

fn mailbox(text: &str) -> Result<Mailbox, String> {
    text.parse()
        .map_err(|error| format!("`{text}` is no mail address: {error}"))
}

/// Sends a mail, in one conversation of its own.
pub(crate) async fn send(channel: &MailChannel, mail: Mail) -> Outcome {
    let transport = match transport(channel) {
        Ok(transport) => transport,
        Err(reason) => return Outcome::give_up(reason),
    };
    let sending = transport.send_raw(&mail.envelope, &mail.raw);
    match tokio::time::timeout(channel.timeout, sending).await {
        Ok(Ok(_accepted)) => Outcome::Sent,
        Ok(Err(error)) => judge(&error),
        Err(_late) => Outcome::retry(format!(
            "the mail server {} took longer than {} s",
            channel.host,
            channel.timeout.as_secs()
        )),
    }
}

fn transport(channel: &MailChannel) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let tls = match channel.security {
        MailSecurity::None => Tls::None,
        MailSecurity::StartTls => Tls::Required(parameters(channel)?),
        MailSecurity::Implicit => Tls::Wrapper(parameters(channel)?),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(channel.host.as_str())
        .port(channel.port)
        .timeout(Some(channel.timeout))
        .hello_name(ClientId::default())
        .tls(tls);
    if let Some((user, password)) = &channel.login {
        let password = password.expose().trim().to_owned();
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    Ok(builder.build())
}

fn parameters(channel: &MailChannel) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(channel.host.clone());
    for pem in &channel.extra_ca {
        let certificate = Certificate::from_pem(pem.as_bytes())
            .map_err(|error| format!("extra_ca holds no certificate in PEM: {}", chain(&error)))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|error| chain(&error))
}

/// A permanent refusal (RFC 5321: 5yz) is for a person; anything else may pass.
fn judge(error: &lettre::transport::smtp::Error) -> Outcome {
    let reason = chain(error);
    if error.is_permanent() {
        Outcome::give_up(reason)
    } else {
        Outcome::retry(reason)
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        let told = source.to_string();
        if !text.contains(&told) {
            text = format!("{text}: {told}");
        }
        cause = source.source();
    }
    text
}
