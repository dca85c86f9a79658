//! Which user Postgres runs as: it refuses root, so root lends it another account.

use std::os::unix::process::CommandExt;
use std::process::Command;

use super::EmbeddedError;

/// An unprivileged account of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub uid: u32,
    pub gid: u32,
}

/// The account Postgres must be given, or `None` when this process is not root and it can run as ourselves.
pub(super) fn choose() -> Result<Option<Account>, EmbeddedError> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| entry(&passwd, name))
        .map(Some)
        .ok_or(EmbeddedError::NoAccount)
}

fn entry(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut parts = line.split(':');
        (parts.next()? == name).then_some(())?;
        let uid = parts.nth(1)?.parse().ok()?;
        let gid = parts.next()?.parse().ok()?;
        // A mapped root would be refused by Postgres all the same.
        (uid != 0).then_some(Account { uid, gid })
    })
}

/// A command that runs as that account, with nothing of our environment but the search path.
pub(super) fn command(program: &std::path::Path, account: Option<Account>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("LC_ALL", "C").current_dir("/");
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_account_file() {
        let passwd =
            "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(entry(passwd, "postgres"), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(entry(passwd, "post"), None);
        assert_eq!(entry("nobody:x:0:0::/:/bin/sh", "nobody"), None);
    }
}
