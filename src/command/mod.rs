//! The commands, one file each (a folder for `import`, which reads many formats). A command takes typed options and a [`Session`], does its work, and
//! gives an [`Exit`] or a [`Failure`]; it knows nothing of arguments and terminals.

pub mod briefing;
pub mod build;
mod build_times;
pub mod check;
pub mod correct;
pub mod deploy;
mod deploy_report;
mod deploy_site;
pub mod explain;
mod explain_dependencies;
mod explain_page;
pub mod failure;
pub mod headers;
pub mod import;
pub mod init;
pub mod init_host;
mod init_text;
pub mod list;
mod list_forms;
pub mod new;
pub mod next;
pub mod rollback;
pub mod serve;
pub mod session;
pub mod site;
mod stub;
pub mod suggest;
pub mod write;

pub use failure::{Exit, Failure};
pub use session::Session;
