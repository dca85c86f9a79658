//! Every variable that is understood, once.

/// A variable of the environment.
#[derive(Debug, PartialEq, Eq)]
pub struct Variable {
    /// As written in the environment.
    pub name: &'static str,
    /// What it is when absent; empty if there is none.
    pub default: &'static str,
    /// Its value must not be shown.
    pub secret: bool,
    /// What a value must be.
    pub expected: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

const fn variable(
    name: &'static str,
    default: &'static str,
    expected: &'static str,
    meaning: &'static str,
) -> Variable {
    Variable { name, default, secret: false, expected, meaning }
}

const fn secret(name: &'static str, expected: &'static str, meaning: &'static str) -> Variable {
    Variable { name, default: "", secret: true, expected, meaning }
}

const ADDRESS: &str = "an http or https address without a path";
const BOOLEAN: &str = "true or false";
const COUNT: &str = "a number from 1 to 1000000000";
const MILLISECONDS: &str = "a number of milliseconds from 1 to 1000000000";
const DURATION: &str = "a duration above zero such as 30m, 12h or 180d";

/// Every variable, in the order of documentation.
pub static VARIABLES: &[Variable] = &[
    variable("NODE_PORT", "3000", "a port, 1 to 65535", "The port the server listens on"),
    variable(
        "SERVER_URL",
        "http://localhost:3000",
        "an http or https address without a path",
        "The address people reach the server by; with https the session cookie is Secure",
    ),
    variable(
        "ICOSA_DATA_DIR",
        "./data",
        "a folder",
        "Where the embedded database, files and secrets are kept",
    ),
    secret(
        "PG_DATABASE_URL",
        "an address such as postgres://user:password@host:5432/database",
        "The database; without it a PostgreSQL of this machine is run in the data folder",
    ),
    variable(
        "PG_SSL_ALLOW_SELF_SIGNED",
        "false",
        BOOLEAN,
        "Encrypt the connection to the database whoever signed its certificate",
    ),
    variable("PG_POOL_MAX_CONNECTIONS", "10", "a number from 2 to 10000", "Most connections to the database"),
    variable(
        "PG_DATABASE_PRIMARY_TIMEOUT_MS",
        "10000",
        "a number of milliseconds, 0 for no limit",
        "Longest run of one statement",
    ),
    variable(
        "PG_STATEMENT_CACHE_CAPACITY",
        "256",
        "a number",
        "Prepared statements kept for each connection",
    ),
    variable(
        "PG_TRANSACTION_POOLER",
        "false",
        BOOLEAN,
        "The database is behind PgBouncer in transaction mode (1.21 or newer with max_prepared_statements)",
    ),
    secret(
        "REDIS_URL",
        "an address such as redis://host:6379 (TLS, rediss://, is not supported)",
        "Shared cache and messages between instances; a single instance needs none",
    ),
    secret("ENCRYPTION_KEY", "text", "Encrypts secrets at rest; made in the data folder if absent"),
    secret(
        "APP_SECRET",
        "text",
        "Used when ENCRYPTION_KEY is absent; tokens that were signed with it before there were signing keys stay valid",
    ),
    secret("FALLBACK_ENCRYPTION_KEY", "text", "The former ENCRYPTION_KEY, while secrets move to the new one"),
    variable("IS_MULTIWORKSPACE_ENABLED", "false", BOOLEAN, "More than one workspace may be made"),
    variable(
        "WORKSPACE_SCHEMA_DDL_LOCKED",
        "false",
        BOOLEAN,
        "Nobody can sign up or change a data model, e.g. while an upgrade runs",
    ),
    variable(
        "IS_REST_METADATA_API_NEW_FORMAT_DIRECT",
        "true",
        BOOLEAN,
        "Objects and fields stand directly under data in the metadata API over REST; false for clients of the older format",
    ),
    variable("AUTH_PASSWORD_ENABLED", "true", BOOLEAN, "People may sign in with a password"),
    variable("SESSION_ABSOLUTE_LIFETIME", "180d", DURATION, "A session ends after this time"),
    variable("SESSION_IDLE_TIMEOUT", "30d", DURATION, "A session ends when it was not used for this time"),
    variable("ACCESS_TOKEN_EXPIRES_IN", "30m", DURATION, "How long an access token of the API is valid"),
    variable(
        "PLAYGROUND_TOKEN_EXPIRES_IN",
        "2h",
        DURATION,
        "How long a token of the API playground is valid",
    ),
    variable("AUTH_COOKIE_SAME_SITE", "lax", "lax, strict or none", "SameSite of the session cookie"),
    variable(
        "AUTH_COOKIE_ALLOWED_ORIGINS",
        "",
        "a comma-separated list of origins such as https://app.example.com",
        "Other origins whose pages may call the API with the session cookie",
    ),
    variable(
        "API_RATE_LIMITING_SHORT_LIMIT",
        "100",
        COUNT,
        "Requests that the API keys of a workspace may send in the short window",
    ),
    variable(
        "API_RATE_LIMITING_SHORT_TTL_IN_MS",
        "1000",
        MILLISECONDS,
        "The short window, which refills evenly",
    ),
    variable(
        "API_RATE_LIMITING_LONG_LIMIT",
        "6000",
        COUNT,
        "Requests that the API keys of a workspace may send in the long window",
    ),
    variable(
        "API_RATE_LIMITING_LONG_TTL_IN_MS",
        "60000",
        MILLISECONDS,
        "The long window, which refills evenly",
    ),
    variable(
        "SIGN_UP_RATE_LIMITING_LIMIT",
        "100",
        COUNT,
        "People who may sign up from one network address in the window; offices and proxies share one",
    ),
    variable(
        "SIGN_UP_RATE_LIMITING_TTL_IN_MS",
        "3600000",
        MILLISECONDS,
        "The window of sign-ups, which refills evenly",
    ),
    variable("GRAPHQL_MAX_FIELDS", "2000", COUNT, "Most fields of a GraphQL document, fragments expanded"),
    variable("GRAPHQL_MAX_ROOT_RESOLVERS", "20", COUNT, "Most fields at the root of a GraphQL document"),
    variable(
        "COMMON_QUERY_COMPLEXITY_LIMIT",
        "2000",
        COUNT,
        "Most relations that one query selects, filters, orders and groups by, in any API",
    ),
    variable(
        "LOG_LEVELS",
        "log,error,warn,performance",
        "a list of log, error, warn, debug, verbose and performance",
        "What is logged; RUST_LOG gives finer control and wins",
    ),
    variable(
        "ICOSA_MODEL_CACHE_MB",
        "128",
        "a number of megabytes, at least 1",
        "Most memory for the models of workspaces",
    ),
    variable(
        "ICOSA_EVENT_RETENTION",
        "7d",
        DURATION,
        "How long events are kept; a live page that was away for longer is loaded anew",
    ),
    variable(
        "ICOSA_IDLE_TIMEOUT",
        "60s",
        DURATION,
        "How long a file may stand still on its way in or out before its transfer is given up",
    ),
    variable("STORAGE_TYPE", "LOCAL", "LOCAL or S_3", "Where files are kept: in a folder or in a bucket"),
    variable(
        "STORAGE_LOCAL_PATH",
        "",
        "a folder",
        "The folder of files; the folder files in ICOSA_DATA_DIR if absent",
    ),
    variable("STORAGE_S3_REGION", "", "a region", "Region of the bucket; needed for S_3"),
    variable("STORAGE_S3_NAME", "", "a name", "Name of the bucket; needed for S_3"),
    variable("STORAGE_S3_ENDPOINT", "", ADDRESS, "The service of the bucket, if it is not Amazon's"),
    secret(
        "STORAGE_S3_ACCESS_KEY_ID",
        "text",
        "Key of the bucket; without it the machine's own role is used",
    ),
    secret("STORAGE_S3_SECRET_ACCESS_KEY", "text", "Secret of that key"),
    variable(
        "STORAGE_S3_PRESIGNED_URL_ENABLED",
        "false",
        BOOLEAN,
        "Browsers send files to the bucket and fetch them there themselves",
    ),
    variable("STORAGE_S3_PRESIGNED_URL_BASE", "", ADDRESS, "The bucket's service as browsers reach it"),
    variable(
        "STORAGE_S3_PRESIGNED_URL_EXPIRES_IN",
        "900",
        "a number of seconds from 1 to 604800",
        "How long the address that a file is sent to is valid",
    ),
    variable("FILE_TOKEN_EXPIRES_IN", "1d", DURATION, "How long the address of a stored file is valid"),
];
