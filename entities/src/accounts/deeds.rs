//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "accounts";
    BEGIN_IDENTITY_LINK = "begin_identity_link": "rozpoczęcie łączenia tożsamości z kontem" / "begin identity link";
    BEGIN_SECOND_FACTOR = "begin_second_factor": "rozpoczęcie włączania drugiego składnika" / "begin second factor";
    BLOCK_USER = "block_user": "zablokowanie konta" / "block user";
    CHANGE_LOGIN = "change_login": "zmiana adresu logowania" / "change login";
    CLOSE = "close": "zamknięcie konta" / "close";
    CONFIRM_LOGIN = "confirm_login": "potwierdzenie adresu logowania" / "confirm login";
    CREATE_API_TOKEN = "create_api_token": "utworzenie tokenu API" / "create api token";
    CREATE_CALENDAR_LINK = "create_calendar_link": "utworzenie adresu kalendarza" / "create calendar link";
    CREATE_USER = "create_user": "utworzenie konta" / "create user";
    END_INVITATION = "end_invitation": "zakończenie zaproszenia" / "end invitation";
    END_OTHER_SESSIONS = "end_other_sessions": "zakończenie pozostałych sesji" / "end other sessions";
    GRANT_ROLE = "grant_role": "nadanie roli" / "grant role";
    INVITE = "invite": "zaproszenie do systemu" / "invite";
    LINK_IDENTITY = "link_identity": "połączenie tożsamości z kontem" / "link identity";
    LOG_IN = "log_in": "zalogowanie" / "log in";
    LOG_OUT = "log_out": "wylogowanie" / "log out";
    OPEN_OWN_CERTIFICATES = "open_own_certificates" seen: "otwarcie własnych zaświadczeń" / "open own certificates";
    REKEY = "rekey": "ponowne zaszyfrowanie drugich składników" / "rekey";
    RENEW_RECOVERY_CODES = "renew_recovery_codes": "nowe kody odzyskiwania" / "renew recovery codes";
    REQUEST_LINK = "request_link": "prośba o odnośnik" / "request link";
    RESET_PASSWORD = "reset_password": "ustawienie nowego hasła" / "reset password";
    RESET_SECOND_FACTOR = "reset_second_factor": "usunięcie drugiego składnika" / "reset second factor";
    REVOKE_CREDENTIAL = "revoke_credential": "zakończenie sesji lub tokenu" / "revoke credential";
    REVOKE_ROLE = "revoke_role": "odebranie roli" / "revoke role";
    SET_LANGUAGE = "set_language": "zmiana języka wiadomości" / "set language";
    SET_PASSWORD = "set_password": "zmiana hasła" / "set password";
    TURN_OFF_SECOND_FACTOR = "turn_off_second_factor": "wyłączenie drugiego składnika" / "turn off second factor";
    TURN_ON_SECOND_FACTOR = "turn_on_second_factor": "włączenie drugiego składnika" / "turn on second factor";
    UNBLOCK_USER = "unblock_user": "odblokowanie konta" / "unblock user";
    UNLINK_IDENTITY = "unlink_identity": "odłączenie tożsamości od konta" / "unlink identity";
    USE_RECOVERY_CODE = "use_recovery_code": "użycie kodu odzyskiwania" / "use recovery code";
}
