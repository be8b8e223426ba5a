//! Mail to a server that behaves as it is told.

use std::time::Duration;

use milepost_deliver::{Attachment, Channel, LetterKind, MailChannel, MailSecurity, Outcome};
use milepost_fetch::Secret;
use milepost_testkit::{Authority, MailFace, MailFault, MailServer};

use crate::sample::{deliver, letter, mail, reason};

fn report() -> Vec<Attachment> {
    vec![Attachment {
        name: "small-2026-03-01.zh.html".to_owned(),
        media: "text/html; charset=utf-8",
        bytes: "<!DOCTYPE html><p>报告</p>".repeat(100).into_bytes(),
    }]
}

async fn sent(channel: &MailChannel) -> Outcome {
    deliver(
        &Channel::Mail(channel.clone()),
        &letter(LetterKind::Report, "zh"),
        report(),
    )
    .await
}

#[tokio::test]
async fn a_mail_goes_by_starttls_and_by_tls_and_logs_in_only_there() {
    let authority = Authority::new().unwrap();
    let face = || authority.whole_chain(&["localhost"]).unwrap();
    for (served, security) in [
        (MailFace::StartTls(face()), MailSecurity::StartTls),
        (MailFace::Implicit(face()), MailSecurity::Implicit),
    ] {
        let server = MailServer::start(served, None).unwrap();
        let mut channel = mail(server.port(), security);
        channel.extra_ca = vec![authority.root_pem()];
        channel.login = Some(("milepost".to_owned(), Secret::new("a-pass-word-42")));
        assert_eq!(sent(&channel).await, Outcome::Sent);
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert!(taken[0].was_secured);
        assert!(taken[0].login.as_ref().unwrap().starts_with("AUTH PLAIN"));
        assert_eq!(taken[0].from, "milepost@example.org");
        assert_eq!(taken[0].to, ["a@example.org", "b@example.org"]);
        for part in [
            "Auto-Submitted: auto-generated",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "Content-Disposition: attachment; filename=\"small-2026-03-01.zh.html\"",
            "Message-ID: <",
        ] {
            assert!(taken[0].data.contains(part), "{part}: {}", taken[0].data);
        }
    }
}

#[tokio::test]
async fn the_same_letter_is_the_same_mail() {
    let server = MailServer::start(MailFace::Plain, None).unwrap();
    let channel = mail(server.port(), MailSecurity::None);
    assert_eq!(sent(&channel).await, Outcome::Sent);
    assert_eq!(sent(&channel).await, Outcome::Sent);
    let taken = server.taken();
    assert_eq!(taken[0], taken[1]);
    assert!(!taken[0].was_secured && taken[0].login.is_none());
}

#[tokio::test]
async fn a_server_without_starttls_or_with_a_wrong_certificate_gets_nothing() {
    let plain = MailServer::start(MailFace::Plain, None).unwrap();
    let outcome = sent(&mail(plain.port(), MailSecurity::StartTls)).await;
    assert!(
        matches!(outcome, Outcome::Retry { .. } | Outcome::GiveUp { .. }),
        "{outcome:?}"
    );
    assert!(plain.taken().is_empty());
    let authority = Authority::new().unwrap();
    for names in [&["elsewhere.example"][..], &["localhost"]] {
        let face = MailFace::StartTls(authority.whole_chain(names).unwrap());
        let server = MailServer::start(face, None).unwrap();
        let mut channel = mail(server.port(), MailSecurity::StartTls);
        if names != ["localhost"] {
            // The authority is known, the name is another's.
            channel.extra_ca = vec![authority.root_pem()];
        }
        let outcome = sent(&channel).await;
        assert!(matches!(outcome, Outcome::Retry { .. }), "{outcome:?}");
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn refusals_for_good_and_for_now_are_told_apart() {
    let of = |fault| {
        let server = MailServer::start(MailFace::Plain, Some(fault)).unwrap();
        async move { sent(&mail(server.port(), MailSecurity::None)).await }
    };
    let good = of(MailFault::RefusesForGood).await;
    assert!(
        matches!(&good, Outcome::GiveUp { reason } if reason.contains("no such box")),
        "{good:?}"
    );
    let now = of(MailFault::RefusesForNow).await;
    assert!(
        matches!(&now, Outcome::Retry { reason, .. } if reason.contains("try later")),
        "{now:?}"
    );
    let unsure = of(MailFault::ClosesAfterData).await;
    assert!(matches!(unsure, Outcome::Retry { .. }), "{unsure:?}");
}

#[tokio::test]
async fn a_server_that_falls_silent_or_never_stops_talking_is_left_in_time() {
    for fault in [MailFault::FallsSilent, MailFault::NeverStopsTalking] {
        let server = MailServer::start(MailFace::Plain, Some(fault)).unwrap();
        let mut channel = mail(server.port(), MailSecurity::None);
        channel.timeout = Duration::from_millis(500);
        let outcome = sent(&channel).await;
        assert!(matches!(outcome, Outcome::Retry { .. }), "{fault:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_refused_login_shows_no_password() {
    let authority = Authority::new().unwrap();
    let face = MailFace::Implicit(authority.whole_chain(&["localhost"]).unwrap());
    let server = MailServer::start(face, Some(MailFault::RefusesLogin)).unwrap();
    let mut channel = mail(server.port(), MailSecurity::Implicit);
    channel.extra_ca = vec![authority.root_pem()];
    channel.login = Some(("milepost".to_owned(), Secret::new("a-pass-word-42")));
    let outcome = sent(&channel).await;
    let told = format!("{channel:?} {}", reason(&outcome));
    assert!(matches!(outcome, Outcome::GiveUp { .. }), "{outcome:?}");
    assert!(!told.contains("a-pass-word-42"), "{told}");
    // base64 of "\0milepost\0a-pass-word-42", which the server repeats.
    assert!(!told.contains("AG1pbGVwb3N0AGEtcGFzcy13b3JkLTQy"), "{told}");
}
