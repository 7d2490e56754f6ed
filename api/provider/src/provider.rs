//! The provider: where it is, what it is asked, and what is believed of its answer.
//!
//! The library knows the protocol: it discovers the provider, checks signature, issuer, audience, expiry and nonce of the
//! ID token. Only signatures by a key pair are taken. What was discovered is used for a while; a token signed by a key
//! that is not among the known ones makes it look once more.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use entities::accounts::actions::Word;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenVerifier,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::url::Url;
use openidconnect::{
    AccessToken, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier,
    TokenResponse,
};
use tokio::sync::Mutex;

use super::http::{HttpClient, TrustError, causes};

/// How long what was discovered is used.
const FRESH: Duration = Duration::from_secs(600);
/// How long a provider that could not be reached is not asked again.
const PAUSE: Duration = Duration::from_secs(3);

/// Where the provider is, and what we are to it.
#[derive(Clone)]
pub struct Settings {
    /// Its address, exactly as it writes it.
    pub issuer: String,
    /// What it calls this installation.
    pub client_id: String,
    /// The secret between the two; none for a public client.
    pub client_secret: Option<String>,
    /// What people call it, e.g. the office's name for its login.
    pub name: String,
    /// Certificate in PEM of an office's own authority.
    pub authority_pem: Option<Vec<u8>>,
    /// Where browsers come back to: an address of this installation.
    pub redirect_url: String,
    /// Addresses of clients that a browser may be sent to in the end.
    pub return_urls: BTreeSet<String>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Settings({} …)", self.issuer)
    }
}

/// Why settings cannot work.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// An address is none.
    #[error("not a web address: {0}")]
    Address(String),
    /// The authority's certificate is none.
    #[error(transparent)]
    Trust(#[from] TrustError),
}

/// Why the provider's word was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, or its answers make no sense.
    #[error("the provider cannot be used: {0}")]
    Unavailable(String),
    /// It does not take the code.
    #[error("the provider refuses the code: {0}")]
    Refused(String),
    /// Its word is not to be believed.
    #[error("the provider's word is not believed: {0}")]
    Untrusted(String),
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What was discovered, and when; or when nothing was.
#[derive(Default)]
struct Known {
    found: Option<(Instant, Arc<CoreProviderMetadata>)>,
    failed_at: Option<Instant>,
}

/// A provider.
pub struct Provider {
    settings: Settings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    http: HttpClient,
    known: Mutex<Known>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.settings.fmt(f)
    }
}

impl Provider {
    /// A provider by its settings; it is asked when somebody logs in.
    ///
    /// # Errors
    /// An address or a certificate is none.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let wrong = |address: &str| SettingsError::Address(address.to_owned());
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| wrong(&settings.issuer))?;
        let redirect =
            RedirectUrl::new(settings.redirect_url.clone()).map_err(|_| wrong(&settings.redirect_url))?;
        let http = HttpClient::new(settings.authority_pem.as_deref())?;
        Ok(Self { settings, issuer, redirect, http, known: Mutex::default() })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Its address.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Whether a browser may be sent to an address in the end.
    pub fn may_return_to(&self, url: &str) -> bool {
        self.settings.return_urls.contains(url)
    }

    /// Where a browser is sent to log in.
    ///
    /// # Errors
    /// The provider cannot be discovered.
    pub async fn login_url(
        &self,
        state: &str,
        nonce: String,
        verifier: String,
    ) -> Result<Url, ProviderError> {
        let (client, _) = self.client(false).await?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier));
        let (state, nonce) = (CsrfToken::new(state.to_owned()), Nonce::new(nonce));
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, _, _) = client
            .authorize_url(flow, move || state, move || nonce)
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(url)
    }

    /// What the provider says about whoever brings a code of its.
    ///
    /// # Errors
    /// It cannot be reached, refuses the code, or is not to be believed.
    pub async fn word(
        &self,
        code: String,
        (nonce, verifier): (String, String),
        now: DateTime<Utc>,
    ) -> Result<Word, ProviderError> {
        let (client, was_fresh) = self.client(false).await?;
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| ProviderError::Unavailable(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(said) => ProviderError::Refused(said.error().to_string()),
                RequestTokenError::Request(error) => ProviderError::Unavailable(error.to_string()),
                error => ProviderError::Unavailable(error.to_string()),
            })?;
        let token =
            answer.id_token().ok_or_else(|| ProviderError::Untrusted("there is no ID token".into()))?;
        let nonce = Nonce::new(nonce);
        let claims = match believed(&client, token, &nonce, now) {
            Err(Unbelieved::UnknownKey) if !was_fresh => {
                let (client, _) = self.client(true).await?;
                believed(&client, token, &nonce, now)
            }
            claims => claims,
        };
        let mut word = claims.map_err(|error| ProviderError::Untrusted(error.to_string()))?;
        if word.email.is_none() {
            word.email = self.address_of(&client, answer.access_token(), &word.subject).await?;
        }
        Ok(word)
    }

    /// Providers need not put the address into the ID token; then there is another place to ask.
    async fn address_of(
        &self,
        client: &Client,
        token: &AccessToken,
        subject: &str,
    ) -> Result<Option<(String, bool)>, ProviderError> {
        let subject = SubjectIdentifier::new(subject.to_owned());
        let Ok(request) = client.user_info(token.clone(), Some(subject)) else { return Ok(None) };
        let said: CoreUserInfoClaims = request
            .request_async(&self.http)
            .await
            .map_err(|error| ProviderError::Unavailable(error.to_string()))?;
        let is_verified = said.email_verified().unwrap_or(false);
        Ok(said.email().map(|email| (email.to_string(), is_verified)))
    }

    /// The library's client, and whether the provider was looked at just now.
    async fn client(&self, anew: bool) -> Result<(Client, bool), ProviderError> {
        let mut known = self.known.lock().await;
        let usable = known.found.as_ref().filter(|(at, _)| !anew && at.elapsed() < FRESH);
        let (metadata, is_fresh) = match usable {
            Some((_, metadata)) => (Arc::clone(metadata), false),
            // Those who waited for the same silence are told at once.
            None if known.failed_at.is_some_and(|at| at.elapsed() < PAUSE) => {
                return Err(ProviderError::Unavailable("it was not there a moment ago".into()));
            }
            None => {
                let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
                known.failed_at = found.is_err().then(Instant::now);
                let found = found.map_err(|error| ProviderError::Unavailable(causes(&error)))?;
                let found = Arc::new(found);
                known.found = Some((Instant::now(), Arc::clone(&found)));
                (found, true)
            }
        };
        drop(known);
        let auth = auth_type(metadata.token_endpoint_auth_methods_supported().map(Vec::as_slice));
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let client = CoreClient::from_provider_metadata((*metadata).clone(), id, secret);
        Ok((client.set_redirect_uri(self.redirect.clone()).set_auth_type(auth), is_fresh))
    }
}

/// The secret goes into a header unless the provider takes it in the form alone.
fn auth_type(methods: Option<&[CoreClientAuthMethod]>) -> AuthType {
    let takes = |method| methods.is_none_or(|methods| methods.contains(&method));
    if !takes(CoreClientAuthMethod::ClientSecretBasic) && takes(CoreClientAuthMethod::ClientSecretPost) {
        AuthType::RequestBody
    } else {
        AuthType::BasicAuth
    }
}

/// Why an ID token is not believed.
#[derive(Debug, thiserror::Error)]
enum Unbelieved {
    /// Its key is not among those known.
    #[error("its key is unknown")]
    UnknownKey,
    /// Something else is wrong.
    #[error("{0}")]
    Otherwise(String),
}

fn believed(
    client: &Client,
    token: &CoreIdToken,
    nonce: &Nonce,
    now: DateTime<Utc>,
) -> Result<Word, Unbelieved> {
    believed_by(client.id_token_verifier(), token, nonce, now)
}

fn believed_by(
    verifier: CoreIdTokenVerifier<'_>,
    token: &CoreIdToken,
    nonce: &Nonce,
    now: DateTime<Utc>,
) -> Result<Word, Unbelieved> {
    use CoreJwsSigningAlgorithm as Alg;
    let by_key_pair = [
        Alg::RsaSsaPkcs1V15Sha256,
        Alg::RsaSsaPkcs1V15Sha384,
        Alg::RsaSsaPkcs1V15Sha512,
        Alg::RsaSsaPssSha256,
        Alg::RsaSsaPssSha384,
        Alg::RsaSsaPssSha512,
        Alg::EcdsaP256Sha256,
        Alg::EcdsaP384Sha384,
        Alg::EdDsa,
    ];
    let verifier = verifier.set_allowed_algs(by_key_pair).set_time_fn(move || now);
    let claims = token.claims(&verifier, nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            Unbelieved::UnknownKey
        }
        error => Unbelieved::Otherwise(causes(&error)),
    })?;
    let is_verified = claims.email_verified().unwrap_or(false);
    Ok(Word {
        issuer: claims.issuer().to_string(),
        subject: claims.subject().to_string(),
        email: claims.email().map(|email| (email.to_string(), is_verified)),
    })
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
    use openidconnect::core::{
        CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreIdTokenClaims, CoreJsonWebKeySet,
    };
    use openidconnect::{
        Audience, EmptyAdditionalClaims, EndUserEmail, JsonWebKeyId, PrivateSigningKey, StandardClaims,
    };

    use super::*;

    const ISSUER: &str = "https://login.example.pl";

    /// A key of a seed, as RFC 8410 writes it.
    fn key(seed: u8, id: &str) -> CoreEdDsaPrivateSigningKey {
        let mut der = vec![
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ];
        der.extend([seed; 32]);
        let (name, text) = ("PRIVATE KEY", STANDARD.encode(der));
        let pem = format!("-----BEGIN {name}-----\n{text}\n-----END {name}-----\n");
        CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(id.into()))).unwrap()
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_779_091_200, 0).unwrap()
    }

    fn claims(issuer: &str, audience: &str, nonce: Option<&str>) -> CoreIdTokenClaims {
        let person = StandardClaims::new(SubjectIdentifier::new("ewa-1".into()))
            .set_email(Some(EndUserEmail::new("ewa@example.pl".into())))
            .set_email_verified(Some(true));
        let issuer = IssuerUrl::new(issuer.into()).unwrap();
        let audience = vec![Audience::new(audience.into())];
        let until = now() + chrono::Duration::minutes(5);
        CoreIdTokenClaims::new(issuer, audience, until, now(), person, EmptyAdditionalClaims {})
            .set_nonce(nonce.map(|nonce| Nonce::new(nonce.into())))
    }

    fn signed(claims: CoreIdTokenClaims, by: &CoreEdDsaPrivateSigningKey) -> CoreIdToken {
        CoreIdToken::new(claims, by, CoreJwsSigningAlgorithm::EdDsa, None, None).unwrap()
    }

    fn judge(token: &CoreIdToken, at: DateTime<Utc>) -> Result<Word, Unbelieved> {
        let verifier = CoreIdTokenVerifier::new_confidential_client(
            ClientId::new("zwornik".into()),
            ClientSecret::new("sekret".into()),
            IssuerUrl::new(ISSUER.into()).unwrap(),
            CoreJsonWebKeySet::new(vec![key(1, "one").as_verification_key()]),
        );
        believed_by(verifier, token, &Nonce::new("n".into()), at)
    }

    #[test]
    fn a_token_of_this_provider_for_us_and_this_login_is_believed() {
        let token = signed(claims(ISSUER, "zwornik", Some("n")), &key(1, "one"));
        let word = judge(&token, now()).unwrap();
        assert_eq!((&*word.issuer, &*word.subject), (ISSUER, "ewa-1"));
        assert_eq!(word.email, Some(("ewa@example.pl".into(), true)));
    }

    #[test]
    fn a_token_by_another_key_is_not_believed() {
        let right = || claims(ISSUER, "zwornik", Some("n"));
        // The name of the key is right, the key is another.
        let forged = judge(&signed(right(), &key(2, "one")), now());
        assert!(matches!(forged, Err(Unbelieved::Otherwise(_))), "{forged:?}");
        let unknown = judge(&signed(right(), &key(2, "two")), now());
        assert!(matches!(unknown, Err(Unbelieved::UnknownKey)), "{unknown:?}");
        // By the secret that the client has, too, and by nobody.
        let shared = CoreHmacKey::new("sekret");
        let shared =
            CoreIdToken::new(right(), &shared, CoreJwsSigningAlgorithm::HmacSha256, None, None).unwrap();
        assert!(judge(&shared, now()).is_err());
        let text = signed(right(), &key(1, "one")).to_string();
        let body = text.split('.').nth(1).unwrap();
        let unsigned = format!("{}.{body}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#));
        let parsed = unsigned.parse::<CoreIdToken>();
        assert!(parsed.is_err() || judge(&parsed.unwrap(), now()).is_err());
    }

    #[test]
    fn a_token_for_others_of_others_old_or_of_another_login_is_not_believed() {
        let by = key(1, "one");
        for wrong in [
            claims("https://evil.example.pl", "zwornik", Some("n")),
            claims(ISSUER, "inny", Some("n")),
            claims(ISSUER, "zwornik", Some("m")),
            claims(ISSUER, "zwornik", None),
        ] {
            assert!(judge(&signed(wrong, &by), now()).is_err());
        }
        let token = signed(claims(ISSUER, "zwornik", Some("n")), &by);
        assert!(judge(&token, now() + chrono::Duration::minutes(5)).is_err(), "expired");
    }

    #[test]
    fn the_secret_goes_where_the_provider_takes_it() {
        use CoreClientAuthMethod::{ClientSecretBasic, ClientSecretPost};
        assert!(matches!(auth_type(None), AuthType::BasicAuth));
        assert!(matches!(auth_type(Some(&[ClientSecretPost, ClientSecretBasic])), AuthType::BasicAuth));
        assert!(matches!(auth_type(Some(&[ClientSecretPost])), AuthType::RequestBody));
    }

    fn settings(issuer: &str) -> Settings {
        Settings {
            issuer: issuer.into(),
            client_id: "zwornik".into(),
            client_secret: Some("tajne".into()),
            name: "Urząd".into(),
            authority_pem: None,
            redirect_url: "https://zwornik.example.pl/oidc/callback".into(),
            return_urls: ["https://app.example.pl/login".to_owned()].into(),
        }
    }

    #[tokio::test]
    async fn a_provider_that_is_not_there_is_asked_once_for_all_who_wait() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider =
            Provider::new(settings(&format!("http://{}", listener.local_addr().unwrap()))).unwrap();
        let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                drop(stream);
            }
        });
        let login = || provider.login_url("zw_f_x", "n".into(), "v".repeat(43));
        let tries = futures_util::future::join_all((0..5).map(|_| login())).await;
        assert!(tries.iter().all(|tried| matches!(tried, Err(ProviderError::Unavailable(_)))), "{tries:?}");
        assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 1);
    }

    #[test]
    fn settings_that_are_no_addresses_are_refused_and_secrets_stay_unsaid() {
        let provider = Provider::new(settings(ISSUER)).unwrap();
        assert!(provider.may_return_to("https://app.example.pl/login"));
        assert!(!provider.may_return_to("https://app.example.pl/login/") && !provider.may_return_to(""));
        assert!(!format!("{provider:?}").contains("tajne"));
        assert!(Provider::new(settings("login")).is_err());
    }
}
