//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a user.
    UserId = "User": "konto" / "account";
    /// Key of a role grant.
    GrantId = "RoleGrant": "rola" / "role";
    /// Key of a session or API token.
    CredentialId = "Credential": "sesja lub token" / "session or token";
    /// Key of a device from which somebody has logged in.
    KnownDeviceId = "KnownDevice": "znane urządzenie" / "known device";
    /// Key of an account's second factor.
    SecondFactorId = "SecondFactor": "drugi składnik" / "second factor";
    /// Key of a recovery code.
    RecoveryCodeId = "RecoveryCode": "kod zapasowy" / "recovery code";
    /// Key of an identity at a provider of OpenID Connect.
    IdentityId = "Identity": "tożsamość u dostawcy" / "identity at a provider";
    /// Key of a login that is under way at a provider.
    OidcFlowId = "OidcFlow": "logowanie u dostawcy w toku" / "login under way at a provider";
    /// Key of an invitation.
    InvitationId = "Invitation": "zaproszenie" / "invitation";
    /// Key of a link that works once.
    OneTimeLinkId = "OneTimeLink": "odnośnik jednorazowy" / "link that works once";
}
