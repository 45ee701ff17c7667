//! HTTP/1.1 over loopback, with limits.

mod connections;
mod request;
mod response;
mod server;

#[cfg(test)]
pub(super) use request::parse;
pub(super) use request::{Method, Request, encoded};
#[cfg(test)]
pub(super) use response::Body;
pub(super) use response::Response;
pub(super) use server::serve;
