//! A letter, and the ways to send it.

use std::time::Duration;

use milepost_deliver::{
    Attachment, Channel, ChatChannel, ChatKind, Counts, Event, EventKind, FORMAT, HttpTarget, Letter,
    LetterKind, Line, MailChannel, MailSecurity, Outcome, Parcel, PlanName, Templates, WebhookChannel,
    compose, send,
};
use milepost_fetch::{PostTarget, Secret};

/// The instant of every test.
pub(crate) fn now() -> milepost_model::Timestamp {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn letter(kind: LetterKind, language: &str) -> Letter {
    Letter {
        format: FORMAT.to_owned(),
        id: "team.small.alert.20260301T000000.000000Z".to_owned(),
        kind,
        language: language.to_owned(),
        written_at: now(),
        plan: Some(PlanName {
            id: "small".to_owned(),
            title: "小规划 [x](http://evil.example)".to_owned(),
        }),
        as_of: "2026-03-01".parse().ok(),
        headline: "1 of 2 indicators is behind.".to_owned(),
        counts: Some(Counts {
            with_target: 2,
            on_course: 1,
            behind: 1,
            ..Counts::default()
        }),
        events: vec![Event {
            kind: EventKind::Worsened,
            label: "Worse".to_owned(),
            subject: "trade.total".to_owned(),
            title: "货物进出口总额 <script>alert(1)</script>".to_owned(),
            from: Some("on_track".to_owned()),
            to: Some("lagging".to_owned()),
            text: "from “on track” to “lagging”".to_owned(),
        }],
        events_left_out: 0,
        attention: vec![Line {
            indicator: "trade.total".to_owned(),
            title: "货物进出口总额".to_owned(),
            status: "lagging".to_owned(),
            status_text: "lagging".to_owned(),
            by_how_much: "8 % below".to_owned(),
            since: "2025".to_owned(),
            what_it_takes: "12 % a year".to_owned(),
        }],
    }
}

pub(crate) fn target(url: &str) -> HttpTarget {
    HttpTarget {
        post: PostTarget {
            url: Secret::new(url),
            extra_ca: Vec::new(),
            allow_http: false,
            allow_addresses: Vec::new(),
            connect: Duration::from_secs(10),
            total: Duration::from_secs(20),
        },
        shown: "$URL".to_owned(),
    }
}

pub(crate) fn webhook(url: &str, secret: Option<&str>) -> Channel {
    Channel::Webhook(WebhookChannel {
        target: target(url),
        secret: secret.map(Secret::new),
    })
}

pub(crate) fn chat(kind: ChatKind, url: &str, secret: Option<&str>) -> Channel {
    Channel::Chat(ChatChannel {
        kind,
        target: target(url),
        secret: secret.map(Secret::new),
    })
}

pub(crate) fn mail(port: u16, security: MailSecurity) -> MailChannel {
    MailChannel {
        host: "localhost".to_owned(),
        port,
        security,
        extra_ca: Vec::new(),
        login: None,
        from: "Milepost <milepost@example.org>".to_owned(),
        to: vec!["a@example.org".to_owned(), "李四 <b@example.org>".to_owned()],
        timeout: Duration::from_secs(20),
    }
}

/// Composes and sends, as the service does.
pub(crate) async fn deliver(channel: &Channel, letter: &Letter, attachments: Vec<Attachment>) -> Outcome {
    let parcel = Parcel {
        letter,
        report: None,
        attachments,
        earlier: Vec::new(),
    };
    let composed = compose(channel, &Templates::standard(), &parcel).unwrap();
    assert_eq!(composed.template_problem, None);
    send(channel, letter, composed.message, now()).await
}

#[track_caller]
pub(crate) fn reason(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Retry { reason, .. } | Outcome::GiveUp { reason } => reason,
        Outcome::Sent => panic!("it was sent"),
    }
}
