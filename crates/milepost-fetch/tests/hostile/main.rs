//! The hostile site suite: what the worst sites do, and that each ends in the right class, within its limits of time
//! and memory, with nothing wrong handed back.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod bombs;
#[cfg(test)]
mod discovery;
#[cfg(test)]
mod json_lists;
#[cfg(test)]
mod manners;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod transport;
