//! Webhooks and chats.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use milepost_deliver::{Channel, ChatKind, LetterKind, Outcome};
use milepost_testkit::{Authority, Body, Reply, Server, ServerOptions};
use serde_json::Value;
use sha2::Sha256;

use crate::sample::{chat, deliver, letter, reason, webhook};

fn answering(reply: Reply) -> Server {
    Server::start(move |_request| reply.clone()).unwrap()
}

#[tokio::test]
async fn a_webhook_is_signed_over_what_arrives() {
    let server = answering(Reply::new(204, ""));
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let letter = letter(LetterKind::Alert, "zh");
    let channel = webhook(&server.url("/hook?token=abcdefghij"), Some(secret));
    assert_eq!(deliver(&channel, &letter, Vec::new()).await, Outcome::Sent);
    let requests = server.requests();
    let request = &requests[0];
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/hook?token=abcdefghij")
    );
    let header = |name| request.header(name).unwrap();
    assert_eq!(header("webhook-id"), letter.id);
    // What a receiver does by the specification, with another implementation of the parts.
    let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.", letter.id, header("webhook-timestamp")).as_bytes());
    mac.update(&request.body);
    let given = STANDARD
        .decode(header("webhook-signature").strip_prefix("v1,").unwrap())
        .unwrap();
    mac.verify_slice(&given).unwrap();
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body["format"], "milepost-delivery/1");
    assert_eq!(body["events"][0]["kind"], "worsened");
    assert!(body["report"].is_null() && body["text"].as_str().unwrap().contains("Worse"));
}

#[tokio::test]
async fn without_a_secret_nothing_is_signed() {
    let server = answering(Reply::new(200, "ok"));
    deliver(
        &webhook(&server.url("/"), None),
        &letter(LetterKind::Alert, "en"),
        Vec::new(),
    )
    .await;
    assert_eq!(server.requests()[0].header("webhook-signature"), None);
}

#[tokio::test]
async fn dingtalk_is_signed_in_the_address_and_feishu_in_the_body() {
    let ding = answering(Reply::new(200, r#"{"errcode":0,"errmsg":"ok"}"#));
    let channel = chat(
        ChatKind::Dingtalk,
        &ding.url("/robot/send?access_token=t"),
        Some("SEC0123456789abcdef"),
    );
    let letter = letter(LetterKind::Alert, "zh");
    assert_eq!(deliver(&channel, &letter, Vec::new()).await, Outcome::Sent);
    let millis = crate::sample::now().timestamp_millis();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"SEC0123456789abcdef").unwrap();
    mac.update(format!("{millis}\nSEC0123456789abcdef").as_bytes());
    let sign = STANDARD.encode(mac.finalize().into_bytes());
    let sign = sign.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    assert_eq!(
        ding.requests()[0].path,
        format!("/robot/send?access_token=t&timestamp={millis}&sign={sign}")
    );
    let feishu = answering(Reply::new(200, r#"{"code":0,"msg":"success","data":{}}"#));
    let channel = chat(
        ChatKind::Feishu,
        &feishu.url("/open-apis/bot/v2/hook/x"),
        Some("secret"),
    );
    assert_eq!(deliver(&channel, &letter, Vec::new()).await, Outcome::Sent);
    let body: Value = serde_json::from_slice(&feishu.requests()[0].body).unwrap();
    let seconds = crate::sample::now().timestamp().to_string();
    assert_eq!(body["timestamp"], seconds);
    let mac = Hmac::<Sha256>::new_from_slice(format!("{seconds}\nsecret").as_bytes()).unwrap();
    assert_eq!(body["sign"], STANDARD.encode(mac.finalize().into_bytes()));
}

#[tokio::test]
async fn nothing_from_outside_becomes_a_link_or_a_mention() {
    for (kind, answer) in [
        (ChatKind::Slack, "ok"),
        (ChatKind::Wecom, r#"{"errcode":0}"#),
        (ChatKind::Dingtalk, r#"{"errcode":0}"#),
    ] {
        let server = answering(Reply::new(200, answer));
        let channel = chat(kind, &server.url("/x"), None);
        assert_eq!(
            deliver(&channel, &letter(LetterKind::Alert, "zh"), Vec::new()).await,
            Outcome::Sent
        );
        let body = String::from_utf8(server.requests()[0].body.clone()).unwrap();
        let text: Value = serde_json::from_str(&body).unwrap();
        let text = match kind {
            ChatKind::Slack => text["blocks"][1]["text"]["text"].to_string(),
            ChatKind::Wecom => text["markdown"]["content"].to_string(),
            ChatKind::Dingtalk | ChatKind::Feishu => text["markdown"]["text"].to_string(),
        };
        assert!(!text.contains("<script>"), "{text}");
        if kind != ChatKind::Slack {
            assert!(!text.contains("](http"), "{text}");
        }
    }
}

async fn outcome_of(reply: Reply) -> Outcome {
    let server = answering(reply);
    deliver(
        &webhook(&server.url("/"), None),
        &letter(LetterKind::Alert, "en"),
        Vec::new(),
    )
    .await
}

#[tokio::test]
async fn statuses_are_told_apart() {
    for status in [400, 401, 403, 404, 410, 413, 422] {
        let outcome = outcome_of(Reply::new(status, "no")).await;
        assert!(matches!(outcome, Outcome::GiveUp { .. }), "{status}: {outcome:?}");
    }
    for status in [408, 425, 429, 500, 502, 503] {
        let outcome = outcome_of(Reply::new(status, "later")).await;
        assert!(matches!(outcome, Outcome::Retry { .. }), "{status}: {outcome:?}");
    }
    let asked = outcome_of(Reply::new(429, "slow").with("Retry-After", "90")).await;
    let Outcome::Retry { after, .. } = asked else {
        panic!("{asked:?}");
    };
    assert_eq!(after, Some(Duration::from_secs(90)));
    let moved = outcome_of(Reply::redirect(302, "http://127.0.0.1:1/elsewhere")).await;
    assert!(reason(&moved).contains("redirects are not followed"), "{moved:?}");
}

#[tokio::test]
async fn a_huge_endless_or_broken_answer_takes_nothing_from_its_status() {
    let piece = vec![b'x'; 8192];
    for body in [
        Body::Whole(vec![b'x'; 4 << 20]),
        Body::Endless {
            piece,
            pause: Duration::ZERO,
        },
        Body::ChunkedCutOff(b"half".to_vec()),
        Body::WrongLength {
            announced: 99,
            bytes: b"short".to_vec(),
        },
    ] {
        let outcome = outcome_of(Reply {
            body,
            ..Reply::new(200, "")
        })
        .await;
        assert_eq!(outcome, Outcome::Sent);
    }
}

#[tokio::test]
async fn a_receiver_that_says_nothing_is_left_in_time() {
    for body in [
        Body::Silence,
        Body::DripHead {
            pause: Duration::from_millis(200),
        },
    ] {
        let server = answering(Reply {
            body,
            ..Reply::new(200, "")
        });
        let mut channel = webhook(&server.url("/"), None);
        if let Channel::Webhook(webhook) = &mut channel {
            webhook.target.post.total = Duration::from_millis(500);
        }
        let outcome = deliver(&channel, &letter(LetterKind::Alert, "en"), Vec::new()).await;
        assert!(reason(&outcome).contains("no answer within"), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_proves_nothing_is_refused_and_one_of_a_named_authority_taken() {
    let authority = Authority::new().unwrap();
    let options = ServerOptions {
        tls: Some(authority.whole_chain(&["localhost"]).unwrap()),
        ..ServerOptions::default()
    };
    let server = Server::start_with(options, |_request| Reply::new(200, "ok")).unwrap();
    let url = server.url_as("localhost", "/hook/secret-path-0123456789");
    let mut channel = webhook(&url, None);
    let letter = letter(LetterKind::Alert, "en");
    let outcome = deliver(&channel, &letter, Vec::new()).await;
    assert!(matches!(outcome, Outcome::Retry { .. }), "{outcome:?}");
    assert!(reason(&outcome).starts_with("tls"), "{outcome:?}");
    assert!(server.requests().is_empty());
    if let Channel::Webhook(webhook) = &mut channel {
        webhook.target.post.extra_ca = vec![authority.root_pem()];
    }
    assert_eq!(deliver(&channel, &letter, Vec::new()).await, Outcome::Sent);
}

#[tokio::test]
async fn names_that_stand_for_private_addresses_and_plain_http_are_refused() {
    let letter = letter(LetterKind::Alert, "en");
    for (url, why) in [
        ("http://hooks.example.org/x", "plain HTTP"),
        ("ftp://127.0.0.1/x", "neither https nor http"),
        ("no address", "the address is none"),
    ] {
        let outcome = deliver(&webhook(url, None), &letter, Vec::new()).await;
        assert!(matches!(outcome, Outcome::GiveUp { .. }), "{outcome:?}");
        assert!(reason(&outcome).contains(why), "{url}: {outcome:?}");
    }
}

#[tokio::test]
async fn no_secret_shows_in_what_is_told() {
    let url_secret = "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX";
    let server = Server::start(|request| {
        // The worst receiver repeats all it was sent.
        Reply::new(500, format!("{} {:?}", request.path, request.headers))
    })
    .unwrap();
    let channel = chat(
        ChatKind::Slack,
        &server.url(&format!("/services/{url_secret}")),
        Some("sssssssssss"),
    );
    let letter = letter(LetterKind::Alert, "en");
    let mut told = vec![format!("{channel:?}")];
    told.push(reason(&deliver(&channel, &letter, Vec::new()).await).to_owned());
    let gone = webhook(
        "http://127.0.0.1:9/hook/XXXXXXXXXXXXXXXXXXXXXXXX",
        Some("sssssssssss"),
    );
    told.push(reason(&deliver(&gone, &letter, Vec::new()).await).to_owned());
    for text in told {
        assert!(
            !text.contains("XXXXXXXXXX") && !text.contains("sssssssssss"),
            "{text}"
        );
    }
}
