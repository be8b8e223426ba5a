//! The report of the sample in every form: what must be in it, what must never be, and the same bytes again.

#[cfg(test)]
mod changes;
#[cfg(test)]
mod chinese;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod html;
#[cfg(test)]
mod json;
#[cfg(test)]
mod reproducible;
#[cfg(test)]
mod sample;
