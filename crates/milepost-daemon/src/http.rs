//! The HTTP service: is it well, what does it know, and the latest report. Reads only; nothing can be changed here.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use milepost_service::{Exit, Refusal, Reply, Request, Service, Silent};
use serde::Deserialize;
use tokio::sync::watch;

use crate::events;

/// Serves until `stop` turns true. A port that cannot be had is told and harms nothing else.
pub(crate) async fn serve(service: Service, address: SocketAddr, mut stop: watch::Receiver<bool>) {
    let listener = match tokio::net::TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) => return events::not_listening(address, &error),
    };
    events::listening(listener.local_addr().unwrap_or(address));
    let ended = async move {
        // The sender lives as long as the daemon; its end is a stop too.
        let _gone = stop.wait_for(|stop| *stop).await;
    };
    if let Err(error) = axum::serve(listener, router(service))
        .with_graceful_shutdown(ended)
        .await
    {
        events::not_listening(address, &error);
    }
}

fn router(service: Service) -> Router {
    Router::new()
        .route("/", get(report))
        .route("/report", get(report))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .route("/status.json", get(status))
        .route("/observations.csv", get(observations))
        .with_state(service)
}

/// What may be asked of `/report`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportQuery {
    plan: Option<String>,
    as_of: Option<String>,
    known_at: Option<String>,
    format: Option<String>,
    lang: Option<String>,
}

async fn health() -> &'static str {
    "ok\n"
}

/// Ready when the store answers.
async fn ready(State(service): State<Service>) -> Response<Body> {
    match service.answer(Request::SourcesList, &Silent).await {
        Ok(_sources) => text(StatusCode::OK, "ok\n".to_owned()),
        Err(refusal) => text(StatusCode::SERVICE_UNAVAILABLE, format!("{refusal}\n")),
    }
}

async fn status(State(service): State<Service>) -> Response<Body> {
    answer(
        service.answer(Request::Status { plan: None }, &Silent).await,
        "application/json",
    )
}

async fn observations(State(service): State<Service>) -> Response<Body> {
    let request = Request::ObservationsExport {
        format: "csv".to_owned(),
    };
    answer(service.answer(request, &Silent).await, "text/csv; charset=utf-8")
}

async fn report(State(service): State<Service>, Query(query): Query<ReportQuery>) -> Response<Body> {
    let format = query.format.unwrap_or_else(|| "html".to_owned());
    let media = media_of(&format);
    let request = Request::Report {
        plan: query.plan,
        as_of: query.as_of,
        known_at: query.known_at,
        format,
        language: query.lang.unwrap_or_else(|| "en".to_owned()),
        fail_on: None,
        delivery: None,
    };
    answer(service.answer(request, &Silent).await, media)
}

fn media_of(format: &str) -> &'static str {
    match format {
        "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        "csv" | "sdmx-csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/plain; charset=utf-8",
    }
}

fn answer(answer: Result<Reply, Refusal>, media: &'static str) -> Response<Body> {
    match answer {
        Ok(reply) => {
            let bytes = reply
                .content
                .unwrap_or_else(|| reply.json.to_string().into_bytes());
            let mut response = Response::new(Body::from(bytes));
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
            // What a bulletin wrote is escaped; a browser is told not to guess either.
            let no_guessing = HeaderValue::from_static("nosniff");
            response
                .headers_mut()
                .insert(header::X_CONTENT_TYPE_OPTIONS, no_guessing);
            response
        }
        Err(refusal) => {
            let code = match refusal.exit {
                Exit::Usage => StatusCode::BAD_REQUEST,
                Exit::Done | Exit::Failed | Exit::Partly | Exit::Deviation => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            };
            let hint = refusal
                .hint
                .as_deref()
                .map(|hint| format!("\nhint: {hint}"))
                .unwrap_or_default();
            text(code, format!("error: {refusal}{hint}\n"))
        }
    }
}

fn text(code: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = code;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}
