import ctypes
import imaplib
import smtplib
import ssl
from ftplib import FTP_TLS

import gnupg
import ldap
import ldap3
import PAM
from ldap3 import Connection, Server, Tls

HOST = "ldap://directory.example.com"
CONTEXT = ssl.create_default_context()


def encrypted(host, options):
    # ruleid: python.mail-tls-unverified
    smtplib.SMTP_SSL(host, 465)
    # ruleid: python.mail-tls-unverified
    imaplib.IMAP4_SSL(host)
    server = smtplib.SMTP(host)
    # ruleid: python.mail-tls-unverified
    server.starttls()
    # ok: python.mail-tls-unverified
    server.starttls(context=CONTEXT)
    # ok: python.mail-tls-unverified
    smtplib.SMTP_SSL(host, 465, context=CONTEXT)
    # ok: python.mail-tls-unverified
    imaplib.IMAP4_SSL(host, ssl_context=CONTEXT)


def upload(host, user, password, file):
    server = FTP_TLS(host, context=CONTEXT)
    server.login(user, password)
    # ruleid: python.ftp-tls-data-cleartext
    server.storbinary("STOR report.csv", file)


def download(host, user, password, file):
    with FTP_TLS(host, user, password, context=CONTEXT) as server:
        # ruleid: python.ftp-tls-data-cleartext
        server.retrbinary("RETR report.csv", file.write)


def upload_safely(host, user, password, file):
    server = FTP_TLS(host, context=CONTEXT)
    server.login(user, password)
    server.prot_p()
    # ok: python.ftp-tls-data-cleartext
    server.storbinary("STOR report.csv", file)
    # ok: python.ftp-tls-data-cleartext
    server.retrlines("LIST")


def directory(user, password, authority, connection):
    # ruleid: python.ldap-tls-unverified
    ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)
    # ruleid: python.ldap-tls-unverified
    connection.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_ALLOW)
    # ruleid: python.ldap-tls-unverified
    Tls(validate=ssl.CERT_NONE)
    # ok: python.ldap-tls-unverified
    ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
    # ok: python.ldap-tls-unverified
    Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=authority)


def login(user, password):
    connection = ldap.initialize(HOST)
    # ruleid: python.ldap-bind-cleartext
    connection.simple_bind_s(user, password)


def login_by_ldap3(user, password):
    server = Server("ldap://directory.example.com")
    # ruleid: python.ldap-bind-cleartext
    return Connection(server, user, password, auto_bind=True)


def login_safely(user, password):
    connection = ldap.initialize(HOST)
    connection.start_tls_s()
    # ok: python.ldap-bind-cleartext
    connection.simple_bind_s(user, password)
    server = Server("ldaps://directory.example.com")
    # ok: python.ldap-bind-cleartext
    return Connection(server, user, password, auto_bind=True)


def search(connection, server, user, password):
    # ruleid: python.ldap-anonymous-bind
    connection.simple_bind_s()
    # ruleid: python.ldap-anonymous-bind
    Connection(server, authentication=ldap3.ANONYMOUS)
    # ok: python.ldap-anonymous-bind
    connection.simple_bind_s(user, password)
    # ok: python.ldap-anonymous-bind
    Connection(server, user, password, authentication=ldap3.SIMPLE)


def enter(user, conversation):
    session = PAM.pam()
    session.start("login", user, conversation)
    # ruleid: python.pam-account-unchecked
    session.authenticate()


def enter_by_library(handle):
    library = ctypes.CDLL("libpam.so.0")
    # ruleid: python.pam-account-unchecked
    return library.pam_authenticate(handle, 0) == 0


def enter_with_account(user, conversation):
    session = PAM.pam()
    session.start("login", user, conversation)
    # ok: python.pam-account-unchecked
    session.authenticate()
    session.acct_mgmt()


def enter_by_library_with_account(handle):
    library = ctypes.CDLL("libpam.so.0")
    # ok: python.pam-account-unchecked
    result = library.pam_authenticate(handle, 0)
    return result == 0 and library.pam_acct_mgmt(handle, 0) == 0


def encrypt(gpg, text, receiver):
    # ruleid: python.gpg-always-trust
    gpg.encrypt(text, receiver, always_trust=True)
    # ruleid: python.gpg-always-trust
    gnupg.GPG(options=["--trust-model=always"])
    # ok: python.gpg-always-trust
    gpg.encrypt(text, receiver)
    # ok: python.gpg-always-trust
    gpg.encrypt(text, receiver, always_trust=False)
