//! Deploys, to real places: folders, bare repositories, a bucket of SeaweedFS, a host of sshd's. A server that is not
//! installed fails the test with the words that install it.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests work on real folders, and fail where something is not as it should be"
)]

#[path = "deploy/azure.rs"]
mod azure;
#[path = "deploy/bucket.rs"]
mod bucket;
#[path = "deploy/cost.rs"]
mod cost;
#[path = "deploy/directory.rs"]
mod directory;
#[path = "deploy/encoding.rs"]
mod encoding;
#[path = "deploy/fake.rs"]
mod fake;
#[path = "deploy/faults.rs"]
mod faults;
#[path = "deploy/flat.rs"]
mod flat;
#[path = "deploy/git.rs"]
mod git;
#[path = "deploy/google.rs"]
mod google;
#[path = "deploy/guards.rs"]
mod guards;
#[path = "deploy/headers.rs"]
mod headers;
#[path = "deploy/hosted.rs"]
mod hosted;
#[path = "deploy/init.rs"]
mod init;
#[path = "deploy/memory.rs"]
mod memory;
#[path = "deploy/pings.rs"]
mod pings;
#[path = "deploy/plan.rs"]
mod plan;
#[path = "deploy/proxy.rs"]
mod proxy;
#[path = "shell/run.rs"]
mod run;
#[path = "deploy/s3.rs"]
mod s3;
#[path = "deploy/server.rs"]
mod server;
#[path = "deploy/sftp.rs"]
mod sftp;
#[path = "deploy/site.rs"]
mod site;
#[path = "deploy/ssh.rs"]
mod ssh;
