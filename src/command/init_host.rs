//! `gloss init --host`: what a host, or the place where the repository lies, needs to build and publish the site by itself.
//!
//! The site is built when something is pushed, and once a day: an article under embargo appears then without anybody's doing.

/// Where the site will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hosting {
    /// GitHub Pages, by an action of GitHub's.
    GithubPages,
    /// GitLab Pages, by a job.
    GitlabPages,
    /// Netlify, from an action of GitHub's.
    Netlify,
    /// Cloudflare Pages, from an action of GitHub's.
    CloudflarePages,
    /// A server by ssh and rsync, from an action of GitHub's.
    Server,
}

impl Hosting {
    /// The file that the forge reads: its path and its text.
    pub(super) fn file(self) -> (&'static str, String) {
        let version = env!("CARGO_PKG_VERSION");
        let (path, text) = match self {
            Hosting::GitlabPages => (".gitlab-ci.yml", GITLAB.to_owned()),
            Hosting::GithubPages => (GITHUB_PATH, GITHUB.replace("@PERMISSIONS@", PAGES_PERMISSIONS).replace("@STEPS@", PAGES_STEPS)),
            Hosting::Netlify => (GITHUB_PATH, deploying("NETLIFY_AUTH_TOKEN: ${{ secrets.NETLIFY_AUTH_TOKEN }}")),
            Hosting::CloudflarePages => (
                GITHUB_PATH,
                deploying(
                    "CLOUDFLARE_API_TOKEN: ${{ secrets.CLOUDFLARE_API_TOKEN }}\n          CLOUDFLARE_ACCOUNT_ID: ${{ secrets.CLOUDFLARE_ACCOUNT_ID }}",
                ),
            ),
            Hosting::Server => (GITHUB_PATH, GITHUB.replace("@PERMISSIONS@", "").replace("@STEPS@", SERVER_STEPS)),
        };
        (path, text.replace("@INSTALL@", INSTALL).replace("@VERSION@", version))
    }

    /// The lines of the site's file.
    pub(super) fn lines(self) -> &'static str {
        match self {
            Hosting::GithubPages => "host: github-pages\n",
            Hosting::GitlabPages => "host: gitlab-pages\n",
            Hosting::Netlify => "deploy:\n  live: {kind: netlify, site: my-site.netlify.app}\n",
            Hosting::CloudflarePages => "deploy:\n  live: {kind: cloudflare-pages, project: my-site}\n",
            Hosting::Server => "deploy:\n  live: {kind: rsync, host: editor@www.example.org, path: /srv/www/site}\n",
        }
    }

    /// What is left to do by hand, a sentence.
    pub(super) fn rest(self) -> &'static str {
        match self {
            Hosting::GithubPages => "in the repository's settings, choose \"GitHub Actions\" as the source of Pages",
            Hosting::GitlabPages => "add a daily schedule under \"Build > Pipeline schedules\", for articles under embargo",
            Hosting::Netlify => "put the site's name into gloss.yaml, and a token into the repository's secret NETLIFY_AUTH_TOKEN",
            Hosting::CloudflarePages => {
                "put the project's name into gloss.yaml, and the repository's secrets CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID in place"
            }
            Hosting::Server => {
                "put host and path into gloss.yaml, and a key into the repository's secrets SSH_KEY and SSH_KNOWN_HOSTS; `gloss headers nginx` prints the server's part"
            }
        }
    }
}

fn deploying(environment: &str) -> String {
    GITHUB.replace("@PERMISSIONS@", "").replace("@STEPS@", &DEPLOY_STEPS.replace("@ENVIRONMENT@", environment))
}

const GITHUB_PATH: &str = ".github/workflows/site.yml";

const GITHUB: &str = "\
name: Site
on:
  push:
    branches: [main]
  schedule:
    # Once a day: articles under embargo appear, expired ones go.
    - cron: \"17 4 * * *\"
  workflow_dispatch:
permissions:
  contents: read
@PERMISSIONS@concurrency:
  group: site
  cancel-in-progress: false
jobs:
  site:
    runs-on: ubuntu-latest
@STEPS@";

/// The program, from a cache where it has been built before.
const INSTALL: &str = "    steps:
      - uses: actions/checkout@v4
      - id: gloss
        uses: actions/cache@v4
        with:
          path: ~/.cargo/bin/gloss
          key: gloss-@VERSION@-${{ runner.os }}
      - if: steps.gloss.outputs.cache-hit != 'true'
        run: rustup toolchain install stable --profile minimal && cargo +stable install glossator --version @VERSION@ --locked
";

const PAGES_PERMISSIONS: &str = "  pages: write\n  id-token: write\n";

const PAGES_STEPS: &str = "    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
@INSTALL@      - run: gloss build
      - uses: actions/configure-pages@v5
      - uses: actions/upload-pages-artifact@v3
        with:
          path: public
      - id: deployment
        uses: actions/deploy-pages@v4
";

const DEPLOY_STEPS: &str = "\
@INSTALL@      - run: gloss deploy
        env:
          @ENVIRONMENT@
";

const SERVER_STEPS: &str = "\
@INSTALL@      - name: The key of the server
        run: |
          install -m 700 -d ~/.ssh
          install -m 600 /dev/stdin ~/.ssh/id_ed25519 <<< \"$SSH_KEY\"
          install -m 600 /dev/stdin ~/.ssh/known_hosts <<< \"$SSH_KNOWN_HOSTS\"
        env:
          SSH_KEY: ${{ secrets.SSH_KEY }}
          SSH_KNOWN_HOSTS: ${{ secrets.SSH_KNOWN_HOSTS }}
      - run: gloss deploy
";

const GITLAB: &str = "\
image: rust:1
variables:
  CARGO_HOME: $CI_PROJECT_DIR/.cargo
cache:
  key: gloss-@VERSION@
  paths: [.cargo/bin]
pages:
  stage: deploy
  script:
    - test -x .cargo/bin/gloss || cargo install glossator --version @VERSION@ --locked
    - .cargo/bin/gloss build
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
";
