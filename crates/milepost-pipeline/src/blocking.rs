//! Runs store, parse and plugin work on threads that may block.

use crate::PipelineError;

/// Runs `work` on a blocking thread. A panic in it becomes an error of this one piece of work.
pub(crate) async fn run<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, PipelineError>
where
    T: Send + 'static,
    E: Into<PipelineError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(Into::into),
        Err(error) => Err(PipelineError::Bug(error.to_string())),
    }
}
